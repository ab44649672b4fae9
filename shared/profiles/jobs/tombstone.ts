import type { Profile } from '../profile.ts';

/**
 * What an erased node keeps: until when events about it are dropped, and the numbers that a new life goes on from, since one
 * that began anew would meet what the old life did under the same names.
 */
export type Tombstone = {
  /** epoch ms */
  readonly erasedAt: number;
  readonly version: number;
  readonly effectNumber: number;
  /** the most entries into any one segment or journey */
  readonly entries: number;
};

/** What an erasure at this instant leaves of a profile; it takes a version and an effect number, like a write. */
export function tombstoneOf(profile: Profile, erasedAt: number): Tombstone {
  const { version, effectNumber, entriesBefore, memberships, journeys } = profile;
  const entries = [
    ...[...memberships.values()].map(({ entry }) => entry),
    ...[...journeys.values()].map((position) => position.entries),
  ];
  return {
    erasedAt,
    version: version + 1,
    effectNumber: effectNumber + 1,
    entries: Math.max(entriesBefore, ...entries),
  };
}

/** A profile under one more erased key: numbers never restart, and what happened before stays forgotten. */
export function continueAfter(profile: Profile, { erasedAt, effectNumber, entries }: Tombstone): void {
  profile.erasedAt = Math.max(profile.erasedAt ?? erasedAt, erasedAt);
  profile.effectNumber = Math.max(profile.effectNumber, effectNumber);
  profile.entriesBefore = Math.max(profile.entriesBefore, entries);
}
