import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Member, MembershipReader } from '../../../../shared/profiles/memberships/list-members.ts';
import { sampleMembers } from '../../../../shared/profiles/memberships/sample-members.ts';
import { MEMBERSHIP_SHARDS, shardOf } from '../../../../shared/profiles/memberships/shard.ts';

const digestOf = (text: string) => createHash('sha256').update(text).digest('base64url').slice(0, 22);

const peopleOf = (type: string, count: number): Member[] =>
  Array.from({ length: count }, (_, index) => ({
    profileId: `${type}:${digestOf(`${type}${index}`)}`,
    since: '2026-11-21T10:00:00.000Z',
    entry: 1,
  }));

function readerOf(people: readonly Member[]) {
  let read = 0;
  const reader: MembershipReader = {
    listShard: async (_, { shard, after = '' }, limit) => {
      const members = people
        .filter(({ profileId }) => shardOf(profileId, MEMBERSHIP_SHARDS) === shard && profileId > after)
        .sort((one, other) => (one.profileId < other.profileId ? -1 : 1))
        .slice(0, limit);
      read += members.length;
      return { members, after: members.length === limit ? members.at(-1)?.profileId : undefined };
    },
    countShard: () => expect.fail('nobody is counted'),
  };
  return { reader, read: () => read };
}

const crowd = [...peopleOf('anonymous_id', 3_000), ...peopleOf('email', 5), ...peopleOf('user_id', 1_000)];

describe('a sample of members', () => {
  it('has as many of each type of identifier as their share', async () => {
    const sample = await sampleMembers(readerOf(crowd).reader, 'vip', 100);

    const known = sample.filter(({ profileId }) => profileId.startsWith('user_id:'));
    expect(new Set(sample).size).toBe(100);
    expect(known.length).toBeGreaterThan(15);
    expect(known.length).toBeLessThan(35);
  });

  it('stays the same while others enter and leave, but for those in it', async () => {
    const before = await sampleMembers(readerOf(crowd).reader, 'vip', 10);
    const gone = before[3];
    const later = [...crowd.filter((one) => one !== gone), ...peopleOf('phone', 40)];

    const after = await sampleMembers(readerOf(later).reader, 'vip', 10);

    expect(after.filter((one) => before.includes(one)).length).toBeGreaterThanOrEqual(8);
    expect(after).not.toContain(gone);
  });

  it('reads a few members of each shard and type', async () => {
    const { reader, read } = readerOf(crowd);

    await sampleMembers(reader, 'vip', 10);

    expect(read()).toBeLessThanOrEqual(MEMBERSHIP_SHARDS * 3 * 10);
  });

  it('is everybody where they are fewer, and nobody where there is none', async () => {
    const few = peopleOf('email', 3);

    expect(await sampleMembers(readerOf(few).reader, 'vip', 10)).toHaveLength(3);
    expect(await sampleMembers(readerOf([]).reader, 'vip', 10)).toEqual([]);
  });
});
