import type { Compilation } from '../conditions/condition-kind.ts';
import { durationOf } from '../values/expected.ts';
import { UNITS } from '../values/number.ts';
import { rowsOf } from '../windows/tally.ts';
import { mapCourse, type Reading, readingOf } from './courses.ts';
import { type Sums, sumsFrom } from './sums-course.ts';
import { keepTallies, type Tallied } from './tallies.ts';

type Making = (tallied: Tallied, compilation: Compilation) => Reading;

/** The numbers of the events that count, in 1/10,000; undefined where there is none. */
export const quantities = {
  count: ofSums(({ count }) => count * UNITS),
  sum: ofSums(({ sum }) => sum),
  average: ofSums(({ count, sum }) => (count === 0 ? undefined : sum / count)),
  minimum: ofMeasure('minimum', toWholeUnits),
  maximum: ofMeasure('maximum', toWholeUnits),
  // of nothing there is no number, rather than 0
  distinct: ofMeasure('distinct', (found) => (found === 0 ? undefined : found * UNITS)),
} satisfies Record<string, Making>;

export type QuantityName = keyof typeof quantities;

export const quantityNames = Object.keys(quantities) as readonly QuantityName[]; // Object.keys forgets the key type

function ofSums(read: (sums: Sums) => number | undefined): Making {
  return (tallied, compilation) => {
    const { calendar } = compilation;
    const within = tallied.within === undefined ? undefined : durationOf(tallied.within);
    const talliesOf = keepTallies(tallied, compilation);
    return (facts, now) => sumsFrom(rowsOf(talliesOf(facts)), { within, calendar, now }, read);
  };
}

function ofMeasure(
  name: 'minimum' | 'maximum' | 'distinct',
  read: (found: number) => number | undefined,
): Making {
  return (counted, compilation) => {
    const reading = readingOf(name, counted, compilation);
    const readAny = (found: unknown) => (typeof found === 'number' ? read(found) : undefined);
    return (facts, now) => mapCourse(reading(facts, now), readAny);
  };
}

function toWholeUnits(amount: number): number {
  return Math.round(amount * UNITS);
}
