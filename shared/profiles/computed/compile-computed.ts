import type { Facts } from '../../segments/compile.ts';
import type { Calendar } from '../../segments/values/calendar.ts';
import { durationOf } from '../../segments/values/expected.ts';
import { type CountedEvents, keyOf, windowOf } from '../../segments/windows/event-window.ts';
import { type ObservedEvent, tallyOf } from '../../segments/windows/observe.ts';
import { rowsOf } from '../../segments/windows/tally.ts';
import type { WindowSpec } from '../../segments/windows/window.ts';
import { EMPTY, type Observation } from './accumulator.ts';
import { type AccumulatorSpec, observationsIn } from './accumulators.ts';
import { type Course, countsWithin, courseWithin } from './course.ts';
import { type ComputedTrait, measureOf } from './definition.ts';
import { type MeasureName, measures } from './measures/index.ts';
import type { AccumulatorMeasure, Counts, WindowMeasure } from './measures/measure-kind.ts';

type Observed = Pick<Facts, 'windows' | 'accumulators'>;

/** A measure of events ready to be read: `key` names the window or accumulator it is read from. */
export type CompiledMeasure = {
  readonly key: string;
  course(facts: Observed, now: number): Course;
  readonly evidence: Evidence;
};

export type CompiledComputed = CompiledMeasure & { readonly id: string };

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
  const { measure, of } = measureOf(trait);
  return { id: trait.id, ...compileMeasure(measure, { ...trait, of }, keeper) };
}

/** One measure of the events that count; of what is kept for it, whoever asks for the same shares it. */
export function compileMeasure(name: MeasureName, counted: CountedEvents, keeper: Keeper): CompiledMeasure {
  const measure = measures[name];
  return measure.keeps === 'window'
    ? overWindow(counted, measure, keeper)
    : overAccumulator(counted, { name, ...measure }, keeper);
}

/** The window is the same as a segment's over the same events, and kept once. */
function overWindow(counted: CountedEvents, measure: WindowMeasure, keeper: Keeper): CompiledMeasure {
  const spec = windowOf(counted, keeper.calendar);
  keeper.keep(spec);
  const course = ({ windows }: Observed, now: number) => {
    const kept = rowsOf(windows.get(spec.key));
    const read = (counts: Counts) => measure.read(kept.filter(({ at }) => counts(at)));
    return courseOf(counted, keeper.calendar, { instants: kept.map(({ at }) => at), now, read });
  };
  const observe = (event: ObservedEvent) => {
    const tally = tallyOf(spec, event);
    return tally && { at: tally.at, value: tally.sum, count: tally.count };
  };
  return {
    key: spec.key,
    course,
    evidence: { of: spec.of, observe, counts: countsOf(counted, keeper.calendar) },
  };
}

function overAccumulator(
  counted: CountedEvents,
  measure: AccumulatorMeasure & { readonly name: MeasureName },
  keeper: Keeper,
): CompiledMeasure {
  const isWindowed = counted.within !== undefined;
  const events = windowOf(counted, keeper.calendar);
  const key = keyOf([events.key, measure.name, isWindowed]);
  const spec = { ...events, key, measure: measure.name, isWindowed };
  keeper.accumulate(spec);
  const course = ({ accumulators }: Observed, now: number) => {
    const kept = accumulators?.get(key) ?? EMPTY;
    const instants = [...kept.rest, ...kept.exact].map(({ at }) => at);
    const read = (counts: Counts) => measure.read(kept, counts);
    return courseOf(counted, keeper.calendar, { instants, now, read });
  };
  const evidence = {
    of: spec.of,
    observe: (event: ObservedEvent) => observationsIn(spec, event)[0],
    counts: countsOf(counted, keeper.calendar),
    decides: measure.decides,
  };
  return { key, course, evidence };
}

function countsOf({ within }: CountedEvents, calendar: Calendar): Evidence['counts'] {
  if (within === undefined) return () => true;
  const span = { within: durationOf(within), calendar };
  return (at, now) => countsWithin(at, now, span);
}

type Reading = {
  readonly instants: readonly number[];
  readonly now: number;
  read(counts: Counts): unknown;
};

function courseOf({ within }: CountedEvents, calendar: Calendar, { instants, ...reading }: Reading): Course {
  // without a window what is known counts, for ever
  if (within === undefined) return [{ value: reading.read(() => true), until: undefined }];
  return courseWithin(instants, { within: durationOf(within), calendar }, reading);
}
