import type { Facts } from '../../segments/compile.ts';
import type { Calendar } from '../../segments/values/calendar.ts';
import { durationOf } from '../../segments/values/expected.ts';
import { keyOf, windowOf } from '../../segments/windows/event-window.ts';
import { amountIn, type ObservedEvent } from '../../segments/windows/observe.ts';
import { tallies, type WindowSpec } from '../../segments/windows/window.ts';
import { EMPTY, type Observation } from './accumulator.ts';
import { type AccumulatorSpec, observationIn } from './accumulators.ts';
import { type Course, countsWithin, courseWithin } from './course.ts';
import { type ComputedTrait, measureOf } from './definition.ts';
import { type MeasureName, measures } from './measures/index.ts';
import type { AccumulatorMeasure, Counts, WindowMeasure } from './measures/measure-kind.ts';

type Observed = Pick<Facts, 'windows' | 'accumulators'>;

/** A computed trait ready to be read: `key` names the window or accumulator it is read from. */
export type CompiledComputed = {
  readonly id: string;
  readonly key: string;
  course(facts: Observed, now: number): Course;
  readonly evidence: Evidence;
};

/** Which events made the value. */
export type Evidence = {
  /** the property that is measured */
  readonly of: string | undefined;
  /** what an event adds; undefined: nothing */
  observe(event: ObservedEvent): Observation | undefined;
  /** whether what happened at the instant counts at `now` */
  counts(at: number, now: number): boolean;
  readonly decides?: AccumulatorMeasure['decides'];
};

/** Where a computed trait says what must be kept for it. */
export type Keeper = {
  readonly calendar: Calendar;
  keep(window: Omit<WindowSpec, 'since'>): void;
  accumulate(spec: Omit<AccumulatorSpec, 'since'>): void;
};

export function compileComputed(trait: ComputedTrait, keeper: Keeper): CompiledComputed {
  const { measure } = measureOf(trait);
  const kind = measures[measure];
  return kind.keeps === 'window'
    ? overWindow(trait, kind, keeper)
    : overAccumulator(trait, { name: measure, ...kind }, keeper);
}

/** The window is the same as a segment's over the same events, and kept once. */
function overWindow(trait: ComputedTrait, measure: WindowMeasure, keeper: Keeper): CompiledComputed {
  const spec = windowOf({ ...trait, of: measureOf(trait).of }, keeper.calendar);
  keeper.keep(spec);
  const course = ({ windows }: Observed, now: number) => {
    const kept = tallies(windows.get(spec.key));
    const read = (counts: Counts) => measure.read(kept.filter(({ at }) => counts(at)));
    return courseOf(trait, keeper.calendar, { instants: kept.map(({ at }) => at), now, read });
  };
  const observe = (event: ObservedEvent) => {
    const value = amountIn(spec, event);
    return value === undefined ? undefined : { at: event.at, value, count: 1 };
  };
  const evidence = { of: spec.of, observe, counts: countsOf(trait, keeper.calendar) };
  return { id: trait.id, key: spec.key, course, evidence };
}

function overAccumulator(
  trait: ComputedTrait,
  measure: AccumulatorMeasure & { readonly name: MeasureName },
  keeper: Keeper,
): CompiledComputed {
  const { of } = measureOf(trait);
  const isWindowed = trait.within !== undefined;
  const events = windowOf({ ...trait, of }, keeper.calendar);
  const key = keyOf([events.key, measure.name, isWindowed]);
  const spec = { ...events, key, measure: measure.name, isWindowed };
  keeper.accumulate(spec);
  const course = ({ accumulators }: Observed, now: number) => {
    const kept = accumulators?.get(key) ?? EMPTY;
    const instants = [...kept.rest, ...kept.exact].map(({ at }) => at);
    const read = (counts: Counts) => measure.read(kept, counts);
    return courseOf(trait, keeper.calendar, { instants, now, read });
  };
  const evidence = {
    of,
    observe: (event: ObservedEvent) => observationIn(spec, event),
    counts: countsOf(trait, keeper.calendar),
    decides: measure.decides,
  };
  return { id: trait.id, key, course, evidence };
}

function countsOf({ within }: ComputedTrait, calendar: Calendar): Evidence['counts'] {
  if (within === undefined) return () => true;
  const span = { within: durationOf(within), calendar };
  return (at, now) => countsWithin(at, now, span);
}

type Reading = {
  readonly instants: readonly number[];
  readonly now: number;
  read(counts: Counts): unknown;
};

function courseOf({ within }: ComputedTrait, calendar: Calendar, { instants, ...reading }: Reading): Course {
  // without a window what is known counts, for ever
  if (within === undefined) return [{ value: reading.read(() => true), until: undefined }];
  return courseWithin(instants, { within: durationOf(within), calendar }, reading);
}
