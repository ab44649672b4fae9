import type { Observation } from '../../profiles/computed/accumulator.ts';
import { type AccumulatorSpec, observationsIn } from '../../profiles/computed/accumulators.ts';
import { fromUnits } from '../../profiles/computed/amount.ts';
import { compileMeasure, type Evidence } from '../../profiles/computed/compile-computed.ts';
import type { Facts } from '../compile.ts';
import type { Measured } from '../conditions/condition-kind.ts';
import { takenBy } from '../events/minus.ts';
import type { Calendar } from '../values/calendar.ts';
import { UNITS } from '../values/number.ts';
import { type ObservedEvent, propertyOf, tallyOf } from './observe.ts';
import type { WindowSpec } from './window.ts';

/** What an event adds, and the property that is measured as people read it. */
export type Sighting = { readonly seen: Observation; readonly value?: unknown };

/** Events that an answer may rest on. */
export type EventSource = {
  readonly event: string;
  /** the property that is measured */
  readonly of: string | undefined;
  /** names the window that they are kept in, if they are in one */
  readonly window?: string;
  /** undefined: the event is none of them */
  sightingIn(fact: ObservedEvent): Sighting | undefined;
  /** whether what happened at an instant counts at another */
  counts(at: number, now: number): boolean;
};

/** What is measured, as it is kept, and the events that it is measured of. */
export type Reading = Pick<Evidence, 'decides'> & {
  readonly sources: readonly EventSource[];
  read(facts: Facts, now: number): unknown;
};

type Spec<Kept extends WindowSpec> = Omit<Kept, 'since'>;
type Kept = {
  readonly windows: readonly Spec<WindowSpec>[];
  readonly accumulators: readonly Spec<AccumulatorSpec>[];
};
type CountsOf = (spec: Spec<WindowSpec>) => EventSource['counts'];

/** The events that are kept in windows and accumulators. */
export function sourcesIn({ windows, accumulators }: Kept, countsOf: CountsOf): readonly EventSource[] {
  return [
    ...windows.map((spec) => ({ ...windowSource(spec), counts: countsOf(spec) })),
    ...accumulators.map((spec) => ({ ...accumulatorSource(spec), counts: countsOf(spec) })),
  ];
}

export function readingOf({ measure, events, minus }: Measured, calendar: Calendar): Reading {
  const plus = plainReadingOf({ measure, events }, calendar);
  if (minus === undefined) return plus;
  const taken = plainReadingOf({ measure, events: takenBy(minus, events) }, calendar);
  return {
    sources: [...plus.sources, ...taken.sources],
    read: (facts, now) => difference(plus.read(facts, now), taken.read(facts, now)),
  };
}

// in whole units, as amounts are added up
const difference = (one: unknown, other: unknown): number =>
  fromUnits(Math.round((Number(one) - Number(other)) * UNITS));

function plainReadingOf({ measure, events }: Measured, calendar: Calendar): Reading {
  const windows: Spec<WindowSpec>[] = [];
  const accumulators: Spec<AccumulatorSpec>[] = [];
  const { course, evidence } = compileMeasure(measure, events, {
    calendar,
    keep: (spec) => void windows.push(spec),
    accumulate: (spec) => void accumulators.push(spec),
  });
  return {
    decides: evidence.decides,
    sources: sourcesIn({ windows, accumulators }, () => evidence.counts),
    read: (facts, now) => {
      const [spell] = course({ windows: facts.windows, accumulators: facts.accumulators }, now);
      return spell?.value;
    },
  };
}

type Uncounted = Omit<EventSource, 'counts'>;

function windowSource(spec: Spec<WindowSpec>): Uncounted {
  const { event, of, key } = spec;
  return {
    event,
    of,
    window: key,
    sightingIn: (fact) => {
      const tally = tallyOf(spec, fact);
      if (tally === undefined) return undefined;
      const seen = { ...tally, value: tally.sum };
      // of the lines of an order what they come to
      return of === undefined ? { seen } : { seen, value: fromUnits(tally.sum) };
    },
  };
}

function accumulatorSource(spec: Spec<AccumulatorSpec>): Uncounted {
  const { event, of } = spec;
  return {
    event,
    of,
    sightingIn: (fact) => {
      const [seen] = observationsIn(spec, fact);
      if (seen === undefined) return undefined;
      return of === undefined ? { seen } : { seen, value: propertyOf(of, fact) };
    },
  };
}
