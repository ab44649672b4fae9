import { appendEffect } from '../profiles/effect.ts';
import { factsOf, type Profile } from '../profiles/profile.ts';
import type { CompiledSegment, CompiledSegments, Facts, Verdict } from '../segments/compile.ts';
import { endExitedRuns, enterBySegments } from './apply-journeys.ts';
import type { Draft } from './draft.ts';
import type { FoldContext } from './fold-state.ts';

/**
 * Decides the live segments on the profile's present state, records each flip as an effect and finds the next flip. What can
 * only answer as it did is not asked again, so a next flip that moved away may be named too early; never too late.
 * Memberships of segments that are no longer live end too.
 */
export function evaluateSegments(profile: Profile, compiled: CompiledSegments, options: Evaluation): void {
  const before = profile.evaluatedAt;
  const now = Math.max(options.now, before);
  const facts = factsOf(profile);
  const due = profile.nextFlip ?? Number.POSITIVE_INFINITY;
  const known = due > now ? options.answered : undefined;
  const asked = known
    ? compiled.affectedBy({ before: known, after: facts, from: now, until: due })
    : compiled.segments;
  // what flips under these has flipped by time
  const untouched = options.byTimeAlone ? facts : due > now ? undefined : options.answered;
  let next = known ? due : Number.POSITIVE_INFINITY;
  for (const segment of asked) {
    // a flip later than one that is known already need not be found
    const verdict = segment.evaluate(facts, now, next);
    const backfill = segment.since > (options.backfillSince ?? Number.POSITIVE_INFINITY);
    const isFlip = verdict.holds !== isMember(profile, segment.id);
    const at =
      isFlip && untouched && !backfill ? lastFlip(segment, untouched, { before, now, verdict }) : now;
    setMembership(profile, segment.id, { holds: verdict.holds, at, backfill });
    next = Math.min(next, verdict.flipsAt ?? next);
  }
  if (!known) endUnpublished(profile, compiled, now);
  profile.evaluatedAt = now;
  profile.nextFlip = next === Number.POSITIVE_INFINITY ? undefined : next;
}

type Evaluation = {
  readonly now: number;
  /** the facts that memberships and next flip are an answer to; without them every segment is asked */
  readonly answered?: Facts | undefined;
  /** flips of segments published since this definitions version are backfill */
  readonly backfillSince?: number;
  /** nothing but time has passed since the last evaluation, so each flip that is no backfill has an instant of its own */
  readonly byTimeAlone?: boolean;
};

const MOST_FLIPS = 1_000; // of one segment between two evaluations; beyond that the date is a little early

/** The instant at which the answer at `now` began, if the facts as they are since `before` give it; else `now`. */
function lastFlip(
  segment: CompiledSegment,
  facts: Facts,
  { before, now, verdict }: { before: number; now: number; verdict: Verdict },
): number {
  let at = now;
  let present = segment.evaluate(facts, before);
  for (let flips = 0; flips < MOST_FLIPS && (present.flipsAt ?? Infinity) <= now; flips += 1) {
    at = present.flipsAt ?? now;
    present = segment.evaluate(facts, at);
  }
  return present.holds === verdict.holds ? at : now;
}

/** The last step of a fold and of a wake: the segments on the final state, and the journeys their flips open. */
export function evaluateDraft(
  { profile, answered }: Draft,
  context: FoldContext,
  options: Pick<Evaluation, 'byTimeAlone'> = {},
): void {
  endExitedRuns(profile, context);
  evaluateSegments(profile, context.compiled, { now: context.now, answered, ...options });
  enterBySegments(profile, [...profile.effects], context);
}

type Answer = { readonly holds: boolean; readonly at: number; readonly backfill?: boolean | undefined };

function isMember(profile: Profile, segment: string): boolean {
  return profile.memberships.get(segment)?.since !== undefined;
}

function setMembership(profile: Profile, segment: string, { holds, at, backfill }: Answer): void {
  if (holds === isMember(profile, segment)) return;
  const present = profile.memberships.get(segment);
  const entry = (present?.entry ?? profile.entriesBefore) + (holds ? 1 : 0);
  profile.memberships.set(segment, { since: holds ? at : undefined, entry });
  const kind = holds ? 'entered' : 'exited';
  appendEffect(profile, { kind, segment, entry, at, ...(backfill ? { backfill: true } : {}) });
}

function endUnpublished(profile: Profile, compiled: CompiledSegments, at: number): void {
  const live = new Set(compiled.segments.map((segment) => segment.id));
  for (const segment of profile.memberships.keys())
    if (!live.has(segment)) setMembership(profile, segment, { holds: false, at });
}
