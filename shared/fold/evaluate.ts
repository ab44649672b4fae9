import { appendEffect } from '../profiles/effect.ts';
import { factsOf, type Profile } from '../profiles/profile.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { endExitedRuns, enterBySegments } from './apply-journeys.ts';
import type { Draft } from './draft.ts';
import type { FoldContext } from './fold-state.ts';

/**
 * Decides every live segment on the profile's present state, records each flip as an effect and finds the next flip.
 * Memberships of segments that are no longer live end too.
 */
export function evaluateSegments(
  profile: Profile,
  compiled: CompiledSegments,
  options: { readonly now: number; readonly backfillSince?: number },
): void {
  const now = Math.max(options.now, profile.evaluatedAt);
  const facts = factsOf(profile);
  profile.evaluatedAt = now;
  profile.nextFlip = undefined;
  for (const segment of compiled.segments) {
    const verdict = segment.evaluate(facts, now);
    const backfill = segment.since > (options.backfillSince ?? Number.POSITIVE_INFINITY);
    setMembership(profile, segment.id, { holds: verdict.holds, at: now, backfill });
    if (verdict.flipsAt !== undefined)
      profile.nextFlip = Math.min(verdict.flipsAt, profile.nextFlip ?? Number.POSITIVE_INFINITY);
  }
  endUnpublished(profile, compiled, now);
}

/** The last step of a fold and of a wake: the segments on the final state, and the journeys their flips open. */
export function evaluateDraft({ profile }: Draft, context: FoldContext): void {
  endExitedRuns(profile, context);
  evaluateSegments(profile, context.compiled, { now: context.now });
  enterBySegments(profile, [...profile.effects], context);
}

type Answer = { readonly holds: boolean; readonly at: number; readonly backfill?: boolean | undefined };

function setMembership(profile: Profile, segment: string, { holds, at, backfill }: Answer): void {
  const present = profile.memberships.get(segment);
  const isMember = present?.since !== undefined;
  if (holds === isMember) return;
  const entry = (present?.entry ?? 0) + (holds ? 1 : 0);
  profile.memberships.set(segment, { since: holds ? at : undefined, entry });
  const kind = holds ? 'entered' : 'exited';
  appendEffect(profile, { kind, segment, entry, at, ...(backfill ? { backfill: true } : {}) });
}

function endUnpublished(profile: Profile, compiled: CompiledSegments, at: number): void {
  const live = new Set(compiled.segments.map((segment) => segment.id));
  for (const segment of profile.memberships.keys())
    if (!live.has(segment)) setMembership(profile, segment, { holds: false, at });
}
