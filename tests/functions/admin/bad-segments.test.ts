import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../support/admin/admin-api.ts';

// rows D1 to D8 of bad input, and more: what is refused is refused when it is saved, with the place and the reason

type Row = readonly [what: string, where: unknown, code: string, pointer: string];

const exists = { trait: 'plan', exists: true };
const counted = (measure: object) => ({ event: 'Order Completed', ...measure });
const nested = (depth: number, inner: unknown): unknown =>
  depth === 0 ? inner : { not: nested(depth - 1, inner) };
const deep = (depth: number): string => `${'{"not":'.repeat(depth)}{}${'}'.repeat(depth)}`;
const list = (length: number) => Array.from({ length }, (_, index) => index);

const rows: readonly Row[] = [
  ['D1 itself', { not: { segment: 'tried' } }, 'segment_cycle', '/where/not/segment'],
  ['D2 an operator nobody knows', { trait: 'plan', equal: 'gold' }, 'unknown_operator', '/where/equal'],
  ['D2 a segment that is not there', { segment: 'vipp' }, 'unknown_segment', '/where/segment'],
  ['D2 a list that is not there', { any: [exists, { list: 'vip' }] }, 'unknown_list', '/where/any/1/list'],
  ['D2 a journey that is not there', { journey: 'hello', is: 'active' }, 'unknown_journey', '/where/journey'],
  [
    'D2 a computed trait that is not there',
    { computed: 'spent', atLeast: 1 },
    'unknown_computed',
    '/where/computed',
  ],
  ['D3 a window of 0', counted({ within: '0d' }), 'invalid_duration', '/where/within'],
  ['D3 a negative window', counted({ within: '-1d' }), 'invalid_duration', '/where/within'],
  ['D3 a window of a second', counted({ within: '1s' }), 'invalid_duration', '/where/within'],
  [
    'D3 a window longer than the past is kept',
    counted({ within: '400d' }),
    'invalid_duration',
    '/where/within',
  ],
  ['D3 a window in words', counted({ within: '7 day' }), 'invalid_duration', '/where/within'],
  ['D3 a window of a number', counted({ within: 7 }), 'invalid_duration', '/where/within'],
  ['D5 a pattern that looks back', { trait: 'plan', matches: '(a)\\1' }, 'invalid_value', '/where/matches'],
  [
    'D5 a pattern of 201 characters',
    { trait: 'plan', matches: 'a'.repeat(201) },
    'invalid_value',
    '/where/matches',
  ],
  ['D6 200 times not', nested(200, exists), 'too_deep', '/where'],
  ['D6 eleven conditions deep', nested(10, exists), 'too_deep', '/where'],
  ['D6 201 conditions', { any: list(200).map(() => exists) }, 'too_many_conditions', '/where'],
  [
    'D6 10,000 conditions',
    { any: list(10_000).map(() => ({ segment: 'a' })) },
    'too_many_conditions',
    '/where',
  ],
  [
    'D6 201 filters',
    counted({ where: list(201).map(() => ({ property: 'a', exists: true })) }),
    'too_many_conditions',
    '/where',
  ],
  ['D8 more than "ten"', { trait: 'age', greaterThan: 'ten' }, 'invalid_value', '/where/greaterThan'],
  ['D8 one of 1,001 values', { trait: 'age', in: list(1_001) }, 'invalid_value', '/where/in'],
  ['D8 one of no values', { trait: 'age', in: [] }, 'invalid_value', '/where/in'],
  ['D8 one of values that are objects', { trait: 'age', in: [1, {}] }, 'invalid_value', '/where/in/1'],
  ['D8 equal to an object', { trait: 'age', equals: { of: 1 } }, 'invalid_value', '/where/equals'],
  ['D8 a range the wrong way round', { trait: 'age', between: [9, 1] }, 'invalid_value', '/where/between'],
  [
    'D8 before what is no date',
    { trait: 'birthday', before: '2025-02-30' },
    'invalid_value',
    '/where/before',
  ],
  ['two operators', { trait: 'age', atLeast: 1, atMost: 2 }, 'several_operators', '/where/atMost'],
  ['no operator', { trait: 'age' }, 'missing_operator', '/where'],
  ['two kinds in one', { trait: 'age', atLeast: 1, event: 'A' }, 'several_conditions', '/where'],
  ['no kind', {}, 'missing_condition', '/where'],
  ['a kind nobody knows', { cohort: 'vip' }, 'unknown_condition', '/where/cohort'],
  [
    'a kind nobody knows, deep inside',
    { all: [exists, { not: { is: 1 } }] },
    'unknown_condition',
    '/where/all/1/not/is',
  ],
  ['a text', 'everybody', 'invalid_value', '/where'],
  ['a list', [exists], 'invalid_value', '/where'],
  ['nothing', null, 'invalid_value', '/where'],
  ['a prototype', JSON.parse('{"__proto__":{"trait":"a"}}'), 'unknown_condition', '/where/__proto__'],
  ['an empty group', { all: [] }, 'invalid_value', '/where/all'],
  ['an event of no name', counted({ event: '' }), 'invalid_value', '/where/event'],
  ['an event whose name is too long', counted({ event: 'a'.repeat(201) }), 'invalid_value', '/where/event'],
  ['two measures', counted({ count: { atLeast: 1 }, never: true }), 'several_operators', '/where/never'],
  ['never, but false', counted({ never: false }), 'invalid_value', '/where/never'],
  ['a count of a half', counted({ count: { atLeast: 0.5 } }), 'invalid_value', '/where/count/atLeast'],
  ['a count without a bound', counted({ count: {} }), 'missing_operator', '/where/count'],
  ['a sum of nothing', counted({ sum: { atLeast: 5 } }), 'invalid_value', '/where/sum/of'],
  [
    'a sum beyond all money',
    counted({ sum: { of: 'total', atLeast: 1e12 } }),
    'invalid_value',
    '/where/sum/atLeast',
  ],
  [
    'a filter that looks at the present',
    counted({ where: [{ property: 'at', withinLast: '7d' }] }),
    'invalid_operator',
    '/where/where/0/withinLast',
  ],
  [
    'a consent of no channel',
    { consent: { topic: 'offers' }, is: 'subscribed' },
    'invalid_value',
    '/where/consent/channel',
  ],
  [
    'a consent of a channel nobody has',
    { consent: { channel: 'fax' }, is: 'subscribed' },
    'invalid_value',
    '/where/consent/channel',
  ],
  ['a standing nobody has', { journey: 'hello', is: 'lost' }, 'invalid_value', '/where/is'],
  [
    'a share of more than all',
    { bucket: { seed: 'a', percent: 101 } },
    'invalid_value',
    '/where/bucket/percent',
  ],
  [
    'a key beside a share',
    { bucket: { seed: 'a', percent: 1, salt: 'b' } },
    'unknown_key',
    '/where/bucket/salt',
  ],
  [
    'a message sent, which nobody tells',
    { message: { journey: 'hello', was: 'sent' } },
    'invalid_value',
    '/where/message/was',
  ],
  ['a message of nothing', { message: { was: 'clicked' } }, 'invalid_value', '/where/message/journey'],
  [
    'a message a second ago',
    { message: { journey: 'a', was: 'clicked', within: '1s' } },
    'invalid_duration',
    '/where/message/within',
  ],
  [
    'a message of no journey there is',
    { message: { journey: 'hello', was: 'clicked' } },
    'unknown_journey',
    '/where/message/journey',
  ],
];

const save = (api: AdminTestApi, where: unknown) => api('PUT', '/segments/tried', { body: { where } });

describe('a segment that cannot be right', () => {
  it.each(rows)('is refused for %s', async (_, where, code, pointer) => {
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
    for (const index of list(500)) await api('PUT', `/segments/s${index}`, { body: { where: exists } });

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
