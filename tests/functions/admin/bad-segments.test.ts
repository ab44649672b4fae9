import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../support/admin/admin-api.ts';
import { misshapen, senseless } from '../../support/segments/cases/refused.ts';

// rows D1 to D8 of bad input, and more: what is refused is refused when it is saved, with the place and the reason

const exists = { trait: 'plan', exists: true };
const counted = (measure: object) => ({ event: 'Order Completed', ...measure });
const deep = (depth: number): string => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;

const save = (api: AdminTestApi, where: unknown) => api('PUT', '/segments/tried', { body: { where } });

describe('a segment that cannot be right', () => {
  it.each([...misshapen, ...senseless])('is refused for %s', async (_, where, code, pointer) => {
    const api = memoryDefinitionApi();
    const began = performance.now();

    const answer = await save(api, where);

    expect(answer).toMatchObject({ status: 400, body: { error: { code, pointer } } });
    expect(answer.body.error?.message.length).toBeLessThan(300);
    expect(performance.now() - began).toBeLessThan(2_000);
    expect((await api('GET', '/segments/tried')).status).toBe(404);
  });

  it.each([
    ['30,000 times not', `{"where":${deep(30_000)}}`, 400, 'too_deep'],
    ['a body of more than 300,000 bytes', `{"where":${deep(40_000)}}`, 413, 'too_large'],
    ['what is no JSON', '{"where":', 400, 'invalid_json'],
    ['a body that is no object', '[]', 400, 'not_an_object'],
  ])('is refused for %s', async (_, rawBody, status, code) => {
    const answer = await memoryDefinitionApi()('PUT', '/segments/tried', { rawBody });

    expect(answer).toMatchObject({ status, body: { error: { code } } });
  });

  it.each([
    ['another id than its path', { id: 'other', where: exists }, 'id_mismatch', '/id'],
    ['a key nobody knows', { wehre: exists }, 'unknown_key', '/wehre'],
    ['a name of 201 characters', { name: 'a'.repeat(201), where: exists }, 'invalid_value', '/name'],
    ['no condition', {}, 'invalid_value', '/where'],
  ])('is refused for %s', async (_, body, code, pointer) => {
    const answer = await memoryDefinitionApi()('PUT', '/segments/tried', { body });

    expect(answer).toMatchObject({ status: 400, body: { error: { code, pointer } } });
  });

  it('D7 is refused as the 501st, until another one goes', async () => {
    const api = memoryDefinitionApi();
    for (let index = 0; index < 500; index += 1)
      await api('PUT', `/segments/s${index}`, { body: { where: exists } });

    expect(await save(api, exists)).toMatchObject({
      status: 409,
      body: { error: { code: 'too_many', allowed: 500 } },
    });

    await api('DELETE', '/segments/s7');
    expect((await save(api, exists)).status).toBe(201);
  });
});

describe('a segment that is likely wrong', () => {
  it.each([
    ['D2 a trait and an event nobody ever sent', { all: [exists, counted({})] }, []],
    [
      'D4 a count of at least 0',
      counted({ count: { atLeast: 0 } }),
      ['always true', 'a person without events'],
    ],
    ['D4 a count below 0', counted({ count: { atMost: -1 } }), ['never true']],
    ['a count of at most 0', counted({ count: { atMost: 0 } }), ['a person without events']],
    ['never', counted({ never: true }), ['a person without events']],
    ['not', { not: exists }, ['a person without events']],
    ['another value', { trait: 'plan', notEquals: 'gold' }, ['needs `plan` to exist']],
    ['D5 a pattern that takes others for ever', { trait: 'plan', matches: '(a+)+$' }, []],
  ])('is saved, with a warning if there is one, for %s', async (_, where, warnings) => {
    const answer = await save(memoryDefinitionApi(), where);

    expect(answer).toMatchObject({
      status: 201,
      body: { warnings: warnings.map((warning) => expect.stringContaining(warning)) },
    });
  });
});
