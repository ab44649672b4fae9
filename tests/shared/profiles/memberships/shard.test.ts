import { describe, expect, it } from 'vitest';
import { MEMBERSHIP_SHARDS, shardOf } from '../../../../shared/profiles/memberships/shard.ts';

describe('shardOf', () => {
  it('spreads profiles evenly', () => {
    const counts = Array.from({ length: MEMBERSHIP_SHARDS }, () => 0);
    for (let number = 0; number < 4_000; number++) {
      const shard = shardOf(`user_id:${number}`, MEMBERSHIP_SHARDS);
      counts[shard] = (counts[shard] ?? 0) + 1;
    }

    expect(Math.min(...counts)).toBeGreaterThan(900);
  });

  it('never moves a profile', () => {
    // items are stored under these numbers
    expect(['user_id:a', 'email:b', 'anonymous_id:c'].map((id) => shardOf(id, 4))).toEqual([1, 3, 2]);
  });
});
