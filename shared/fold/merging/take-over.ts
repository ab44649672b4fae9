import type { JourneyPosition } from '../../journeys/entry.ts';
import { appendEffect } from '../../profiles/effect.ts';
import { factsOf, type Membership, type Profile } from '../../profiles/profile.ts';
import { evaluateSegments } from '../evaluate.ts';
import type { FoldContext } from '../fold-state.ts';

type Before = Pick<Profile, 'id' | 'journeys'>;

/** What a profile brings along of the merged one it comes out of. */
export type Origin = {
  readonly merged: Profile;
  /** it goes on as the merged one did */
  readonly isSurvivor: boolean;
  /** who it was before the merges, and who the others were */
  readonly own: readonly Before[];
  readonly others: readonly Before[];
};

// every flip is later than this: a split lets nobody into a journey
const ALL_ARE_BACKFILL = -1;

/**
 * Memberships of the merged profile go on in both as far as they hold there, entered by nobody again; what the survivor is no
 * longer in, it exits.
 */
export function takeOverMemberships(
  profile: Profile,
  { merged, isSurvivor }: Origin,
  { compiled, now }: FoldContext,
): void {
  const stays = (segment: string, { since }: Membership) =>
    since !== undefined && (isSurvivor || holds(segment));
  const holds = (id: string) =>
    compiled.segments.find((segment) => segment.id === id)?.evaluate(factsOf(profile), now).holds ?? false;
  profile.memberships = new Map();
  for (const [segment, membership] of merged.memberships) {
    const { entry } = membership;
    const since = stays(segment, membership) ? membership.since : undefined;
    profile.memberships.set(segment, { since, entry });
    if (since === undefined || profile.id === merged.id) continue;
    appendEffect(profile, {
      kind: 'moved',
      segment,
      entry,
      at: now,
      since,
      ...(isSurvivor ? { from: merged.id } : {}),
    });
  }
  evaluateSegments(profile, compiled, { now, backfillSince: ALL_ARE_BACKFILL });
}

/**
 * Both have been where the merged profile was since the merge, so nobody is welcomed again; what only the other had entered
 * before stays its own. A run goes on with whom it began with: its messages name that profile.
 */
export function positionsOf({ merged, isSurvivor, own, others }: Origin): Map<string, JourneyPosition> {
  const positions = new Map<string, JourneyPosition>();
  for (const [journey, position] of merged.journeys) {
    const isBegunBy = (one: Before) => one.journeys.get(journey)?.entryId === position.entryId;
    const stranger = others.find(isBegunBy);
    const isForeign = stranger?.journeys.get(journey)?.entries === position.entries;
    if (isForeign && !own.some((one) => one.journeys.has(journey))) continue;
    const isOwn = own.some(isBegunBy) || (isSurvivor && stranger === undefined);
    positions.set(journey, { ...position, running: position.running && isOwn });
  }
  return positions;
}
