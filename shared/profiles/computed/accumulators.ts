import { toUnits } from '../../segments/values/number.ts';
import { countedIn, type ObservedEvent, propertyOf } from '../../segments/windows/observe.ts';
import { specsByEvent } from '../../segments/windows/specs-of-event.ts';
import type { WindowSpec } from '../../segments/windows/window.ts';
import { type Accumulator, dropUntil, EMPTY, type Observation } from './accumulator.ts';
import { type MeasureName, measures } from './measures/index.ts';
import type { AccumulatorMeasure } from './measures/measure-kind.ts';

/** How an accumulator of a profile is kept: what its own merge must know. */
export type Keeping = { readonly measure: MeasureName; readonly isWindowed: boolean };

/** Which events an accumulator is of; `key` names it in the profile. */
export type AccumulatorSpec = WindowSpec & Keeping;

/** What a profile keeps for its computed traits beside the windows of segments. */
export type Accumulators = ReadonlyMap<string, Accumulator & Keeping>;

const accumulatorsOf = specsByEvent<AccumulatorSpec>();

/** Adds one event to every accumulator that is of such events. */
export function accumulate(
  accumulators: Accumulators,
  specs: readonly AccumulatorSpec[],
  event: ObservedEvent,
): Accumulators {
  const observed = accumulatorsOf(specs, event.name).flatMap((spec) =>
    observationsIn(spec, event).map((observation) => [spec, accumulatorOf(spec, observation)] as const),
  );
  if (observed.length === 0) return accumulators;
  const next = new Map(accumulators);
  for (const [spec, value] of observed) next.set(spec.key, mergeOne(spec, next.get(spec.key), value));
  return next;
}

/** The accumulators of two profiles that are one person. */
export function mergeAccumulators(a: Accumulators, b: Accumulators): Accumulators {
  const merged = new Map(a);
  for (const [key, one] of b) merged.set(key, mergeOne(one, merged.get(key), one));
  return merged;
}

/** Drops the accumulators that no live computed trait needs, and what no window can see from `now` on. */
export function pruneAccumulators(
  accumulators: Accumulators,
  specs: readonly AccumulatorSpec[],
  now: number,
): Accumulators {
  const pruned = new Map<string, Accumulator & Keeping>();
  for (const { key, horizonMs } of specs) {
    const one = accumulators.get(key);
    if (one === undefined) continue;
    const kept = horizonMs === undefined ? one : dropUntil(one, now - horizonMs);
    if (kept.exact.length + kept.rest.length > 0) pruned.set(key, kept);
  }
  return pruned;
}

function mergeOne(
  { measure, isWindowed }: Keeping,
  one: Accumulator = EMPTY,
  other: Accumulator,
): Accumulator & Keeping {
  return { measure, isWindowed, ...ownMeasure(measure).merge([one, other], isWindowed) };
}

function accumulatorOf({ measure, isWindowed }: Keeping, observation: Observation): Accumulator {
  const isDated = isWindowed || ownMeasure(measure).isDated;
  return { exact: [isDated ? observation : { ...observation, at: 0 }], rest: [] };
}

/** What the event adds to an accumulator; nothing when the accumulator is of others, or of a value that it does not have. */
export function observationsIn(
  spec: Omit<AccumulatorSpec, 'since'>,
  event: ObservedEvent,
): readonly Observation[] {
  const { observe, decides } = ownMeasure(spec.measure);
  const seen = countedIn(spec, event).flatMap((counted) => {
    const property = spec.of === undefined ? undefined : propertyOf(spec.of, counted);
    // of the event itself nothing but the instant counts
    const json = spec.of === undefined ? '' : jsonOf(property);
    const value = observe({ amount: toUnits(property), json });
    return value === undefined ? [] : [{ at: event.at, value, count: 1 }];
  });
  // of the lines of an order only the one that may decide is kept
  return decides === undefined || seen.length < 2 ? seen : [seen.reduce((a, b) => decides(a, b))];
}

function jsonOf(value: unknown): string | undefined {
  const isScalar = typeof value === 'string' || typeof value === 'boolean' || Number.isFinite(value);
  return isScalar ? JSON.stringify(value) : undefined;
}

export function ownMeasure(name: MeasureName): AccumulatorMeasure {
  const measure = measures[name];
  if (measure.keeps !== 'accumulator') throw new Error(`${name} is answered from windows`);
  return measure;
}
