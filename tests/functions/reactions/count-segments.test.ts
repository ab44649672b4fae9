import { describe, expect, it } from 'vitest';
import { countSegments } from '../../../functions/reactions/count-segments.ts';
import type { MembershipReader } from '../../../shared/profiles/memberships/list-members.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';

const entry = (kind: string, id: string, status: 'live' | 'draft' | 'archived') => ({
  ...{ kind, id, status, version: 3, since: 1 },
});
const definitions = {
  loadIndex: async () => ({
    number: 1,
    revision: 1,
    entries: [
      entry('segment', 'vip', 'live'),
      entry('segment', 'gone', 'archived'),
      entry('segment', 'idea', 'draft'),
      entry('journey', 'welcome', 'live'),
    ],
  }),
};

/** Three reads of 8,000, 8,000 and 500 in each of the four shards. */
const crowd: MembershipReader = {
  listShard: async () => expect.fail('nobody is listed'),
  countShard: async (_, { after }) => {
    if (after === undefined) return { count: 8_000, after: 'a' };
    return after === 'a' ? { count: 8_000, after: 'b' } : { count: 500, after: undefined };
  },
};

describe('counting segments', () => {
  it('counts each live one to the last member, with the version it was', async () => {
    const sizes = new MemorySizes();
    const now = new Date('2026-11-22T23:59:59.999Z');

    const outcome = await countSegments({ definitions, memberships: crowd, sizes }, now);

    expect(outcome).toEqual({ segments: 1 });
    expect(await sizes.list('vip', { most: 9 })).toEqual([
      { day: '2026-11-22', members: 4 * 16_500, version: 3 },
    ]);
    for (const id of ['gone', 'idea', 'welcome']) expect(await sizes.list(id, { most: 9 })).toEqual([]);
  });
});
