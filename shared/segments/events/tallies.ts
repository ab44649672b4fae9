import type { Facts } from '../compile.ts';
import type { Compilation, Predicate } from '../conditions/condition-kind.ts';
import { durationOf } from '../values/expected.ts';
import { judgeTotal, rangeTest, type Total } from '../values/total.ts';
import { type CountedEvents, windowOf } from '../windows/event-window.ts';
import { columnsOf, NO_TALLIES, rowsOf, type Tallies } from '../windows/tally.ts';
import { type Minus, takenBy } from './minus.ts';

/** What is counted, and what is taken away from it. */
export type Tallied = CountedEvents & { readonly minus?: Minus | undefined };

/** Keeps the windows and reads what they hold, ascending; what `minus` names is below 0 and counts at its own time. */
export function keepTallies(
  { minus, ...counted }: Tallied,
  compilation: Compilation,
  total?: Total,
): (facts: Facts) => Tallies {
  if (minus === undefined) return keepWindow(counted, compilation, total);
  const read = keepWindow(counted, compilation);
  const readMinus = keepWindow(takenBy(minus, counted), compilation);
  return (facts) => {
    const taken = rowsOf(readMinus(facts)).map(({ at, sum }) => ({ at, count: 0, sum: -sum }));
    return columnsOf([...rowsOf(read(facts)), ...taken].sort((a, b) => a.at - b.at));
  };
}

/** Whether the total of the events that count lies in the range. */
export function judgeTallies(
  range: Pick<Total, 'low' | 'high' | 'measure'>,
  tallied: Tallied,
  compilation: Compilation,
): Predicate {
  const within = tallied.within === undefined ? undefined : durationOf(tallied.within);
  const total = { ...range, within, calendar: compilation.calendar };
  return judgeRead(keepTallies(tallied, compilation, total), total);
}

/** Whether the total of what is read lies in its range. */
export function judgeRead(read: (facts: Facts) => Tallies, total: Total): Predicate {
  const isInRange = rangeTest(total);
  return {
    holds: (facts, now) => isInRange(read(facts), now),
    judge: ({ facts, horizon }, now) => judgeTotal(read(facts), total, { now, horizon }),
  };
}

function keepWindow(
  counted: CountedEvents,
  compilation: Compilation,
  total?: Total,
): (facts: Facts) => Tallies {
  const key = compilation.keep(windowOf(counted, compilation.calendar), total);
  return ({ windows }) => windows.get(key) ?? NO_TALLIES;
}
