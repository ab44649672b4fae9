import type { CompiledSegments } from '../../segments/compile.ts';
import { propertyOf } from '../../segments/windows/observe.ts';
import type { Observation } from '../computed/accumulator.ts';
import type { CompiledComputed, Evidence } from '../computed/compile-computed.ts';
import { type Answerable, computedAt } from '../computed/computed-at.ts';
import { factOf, type Observed, observeHistory } from '../observed.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type EventReference, referenceTo, type Some, someOf } from './event-reference.ts';

/** An event that counts, with the property that is measured. */
export type Counted = EventReference & { readonly value: unknown };

export type ComputedExplanation = {
  /** as the profile has it; absent: no value, or none before its next event */
  readonly value: unknown;
  /** what the events of the timeline make; another value where some of them are gone, or beyond what is exact */
  readonly valueOfTimeline: unknown;
  /** the one event the value is of, where it is of one */
  readonly deciding: Counted | undefined;
  /** latest first */
  readonly counted: Some<Counted>;
};

type Known = {
  readonly profile: Answerable;
  readonly compiled: CompiledSegments;
  readonly events: readonly TimelineEvent[];
};

type LiveTrait = CompiledComputed & { readonly since: number };
type Sighting = { readonly event: TimelineEvent; readonly seen: Observation };

/** Which events made the value of a computed trait at `now`. */
export function explainComputed(
  trait: LiveTrait,
  { profile, compiled, events }: Known,
  now: number,
): ComputedExplanation {
  const at = Math.max(now, profile.evaluatedAt);
  const { evidence } = trait;
  const counted = events
    .flatMap((event) => sightingOf(event, evidence) ?? [])
    .filter(({ seen }) => evidence.counts(seen.at, at))
    .sort((a, b) => b.seen.at - a.seen.at);
  const deciding = decidingOf(counted, evidence);
  const [spell] = trait.course(observedIn(events, compiled, trait), at);
  return {
    value: computedAt(profile, { computed: new Map([[trait.id, trait]]) }, at)[trait.id],
    valueOfTimeline: spell?.value,
    deciding: deciding && shown(deciding, evidence),
    counted: someOf(counted.map((one) => shown(one, evidence))),
  };
}

/** Whether an event adds something to the trait, be it within its window or not. */
export const mayExplainComputed = ({ evidence }: CompiledComputed, event: TimelineEvent): boolean =>
  sightingOf(event, evidence) !== undefined;

function sightingOf(event: TimelineEvent, evidence: Evidence): Sighting | undefined {
  const fact = factOf(event);
  const seen = fact && evidence.observe(fact);
  return seen && { event, seen };
}

/** The one of them that the value is of, where it is of one. */
export function decidingOf<Seen extends Pick<Sighting, 'seen'>>(
  counted: readonly Seen[],
  { decides }: Pick<Evidence, 'decides'>,
): Seen | undefined {
  const [first, ...others] = counted;
  if (first === undefined || decides === undefined) return undefined;
  return others.reduce((a, b) => (decides(a.seen, b.seen) === a.seen ? a : b), first);
}

/** What a profile would keep of these events for this trait alone. */
function observedIn(
  events: readonly TimelineEvent[],
  compiled: CompiledSegments,
  { key }: CompiledComputed,
): Observed {
  const isIts = (spec: { readonly key: string }) => spec.key === key;
  const observed: Observed = { windows: new Map(), accumulators: new Map() };
  const { windows, accumulators } = compiled;
  observeHistory(
    observed,
    { ...compiled, windows: windows.filter(isIts), accumulators: accumulators.filter(isIts) },
    events,
  );
  return observed;
}

function shown({ event }: Sighting, { of }: Evidence): Counted {
  const fact = factOf(event);
  return { ...referenceTo(event), value: of && fact && propertyOf(of, fact) };
}
