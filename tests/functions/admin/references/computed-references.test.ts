import { describe, expect, it } from 'vitest';
import { type AdminTestApi, memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const spent = { id: 'spent', event: 'Order Completed', sum: { of: 'total' } };
const segment = { id: 'vip', where: { any: [{ not: { computed: 'spent', lessThan: 100 } }] } };
const template = {
  id: 'hello',
  channel: 'push',
  class: 'transactional',
  defaultLocale: 'en',
  locales: { en: { title: 'Ping', body: 'You spent {{ profile.computed.spent }}' } },
};
const journey = {
  id: 'welcome',
  entry: { event: 'Signed Up' },
  steps: [
    { id: 'hold', type: 'wait', for: '1h' },
    // biome-ignore lint/suspicious/noThenProperty: the word of the journey language
    { id: 'rich', type: 'branch', if: { computed: 'spent', atLeast: 5 }, then: 'big', else: 'end' },
    { id: 'big', type: 'exit', reason: 'big' },
    { id: 'end', type: 'exit', reason: 'done' },
  ],
};
const mentions: [string, string, object][] = [
  ['segment', '/segments/vip', segment],
  ['template', '/templates/hello', template],
  ['journey', '/journeys/welcome', journey],
];

async function withTrait(): Promise<AdminTestApi> {
  const api = memoryDefinitionApi();
  expect((await api('PUT', '/computed/spent', { body: spent })).status).toBe(201);
  return api;
}

describe('a computed trait in force', () => {
  it.each(mentions)('is not taken away from the %s that names it', async (kind, path, body) => {
    const api = await withTrait();
    expect((await api('PUT', path, { body })).status).toBe(201);

    expect(await api('DELETE', '/computed/spent')).toMatchObject({
      status: 409,
      body: { error: { code: 'referenced', message: expect.stringContaining(`is used by ${kind}`) } },
    });

    expect((await api('DELETE', path)).status).toBe(200);
    expect((await api('DELETE', '/computed/spent')).status).toBe(200);
  });

  it.each([
    ['segment', '/segments/vip', segment, '/where/any/0/not/computed'],
    ['template', '/templates/hello', template, '/locales/en/body'],
    ['journey', '/journeys/welcome', journey, '/steps/1/if/computed'],
  ])('must be there before a %s names it', async (_, path, body, pointer) => {
    const api = memoryDefinitionApi();

    expect(await api('PUT', path, { body })).toMatchObject({
      status: 400,
      body: { error: { code: 'unknown_computed', message: 'no computed `spent` is live', pointer } },
    });
  });
});
