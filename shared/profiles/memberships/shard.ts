import { createHash } from 'node:crypto';

/** Parts a segment's members are spread over, so that no single partition takes all entries and exits. */
export const MEMBERSHIP_SHARDS = 4;
export const membershipShards: readonly number[] = Array.from(
  { length: MEMBERSHIP_SHARDS },
  (_, shard) => shard,
);

/** Parts the timers of one minute are spread over. */
export const TIMER_SHARDS = 4;

/** The same profile is always in the same shard. */
export function shardOf(profileId: string, shards: number): number {
  return createHash('sha256').update(profileId).digest().readUInt32BE(0) % shards;
}
