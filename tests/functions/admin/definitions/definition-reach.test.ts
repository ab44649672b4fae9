import { describe, expect, it } from 'vitest';
import { memoryDefinitionApi } from '../../../support/admin/admin-api.ts';

const vip = { id: 'vip', where: { event: 'Order Completed', within: '90d' } };

describe('how far back a segment counts', () => {
  it.each<[string, object]>([
    ['an event', { event: 'Order Completed' }],
    ['an event until some day', { event: 'Order Completed', until: '2030-01-01' }],
    ['a part of a group', { any: [vip.where, { not: { event: 'Order Completed', never: true } }] }],
    ['a sequence', { sequence: [{ event: 'A' }, { event: 'B', within: '1h' }] }],
    ['a part of a ratio', { ratio: [{ event: 'A', within: '7d' }, { event: 'A' }], atLeast: 0.5 }],
  ])('says since when what has no time limit counts: %s', async (_, where) => {
    const api = memoryDefinitionApi();
    const since = { countsSince: expect.stringMatching(/^\d{4}-\d\d-\d\dT/) };

    expect((await api('POST', '/segments/validate', { body: { id: 'vip', where } })).body).toMatchObject(
      since,
    );
    const saved = await api('PUT', '/segments/vip', { body: { where } });
    const read = await api('GET', '/segments/vip');

    expect(saved.body).toMatchObject(since);
    expect(Object(read.body).countsSince).toBe(Object(saved.body).countsSince);
    expect(Date.parse(Object(read.body).savedAt) - Date.parse(Object(read.body).countsSince)).toBe(
      395 * 86_400_000,
    );
    // what was read may be sent back
    expect(await api('PUT', '/segments/vip', { body: Object(read.body) })).toMatchObject({
      body: { changed: false },
    });
  });

  it.each<[string, object]>([
    ['rolling', vip.where],
    ['named by a date', { event: 'Order Completed', since: '2026-01-01' }],
    ['of a sequence', { sequence: [{ event: 'A' }, { event: 'B' }], within: '7d' }],
    ['of nothing that happened', { trait: 'plan', equals: 'gold' }],
  ])('says no such thing of a time that is limited: %s', async (_, where) => {
    const { body } = await memoryDefinitionApi()('PUT', '/segments/vip', { body: { where } });

    expect(body).not.toHaveProperty('countsSince');
  });
});
