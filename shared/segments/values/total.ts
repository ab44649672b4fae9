import type { Duration } from '../../duration.ts';
import type { Verdict } from '../verdict.ts';
import type { Tallies } from '../windows/tally.ts';
import type { Calendar } from './calendar.ts';

/** What is added up, how much of it there must be, and how long each event counts; undefined: for ever. */
export type Total = {
  readonly measure: 'count' | 'sum';
  readonly low: number;
  readonly high: number;
  readonly within: Duration | undefined;
  readonly calendar: Calendar;
};

/**
 * Whether the total lies in the range, and the first instant at which that changes, as far as the horizon.
 * An event counts from its own instant until its instant plus `within`, exclusive.
 */
export function judgeTotal(
  tallies: Tallies,
  total: Total,
  { now, horizon }: { readonly now: number; readonly horizon: number },
): Verdict {
  const { low, high } = total;
  const entering = { at: tallies.at, amounts: total.measure === 'count' ? tallies.counts : tallies.sums };
  const { leaving, afterMs } = leavingOf(entering, total);
  let [entered, left, sum] = [entering.at.length, leaving.at.length, 0];
  // from the end: what left long ago stands at the front and is not looked at
  while (left > 0 && instantIn(leaving, left - 1) + afterMs > now) sum += amountIn(leaving, --left);
  while (entered > 0 && instantIn(entering, entered - 1) > now) sum -= amountIn(entering, --entered);
  const holds = sum >= low && sum <= high;
  for (let reached = now; ; ) {
    const [enters, leaves] = [instantIn(entering, entered), instantIn(leaving, left) + afterMs];
    const next = Math.min(enters, leaves);
    // all that happens at one instant counts before it is judged
    if (next > reached && (sum >= low && sum <= high) !== holds) return { holds, flipsAt: reached };
    if (next === Infinity) return { holds, flipsAt: undefined };
    if (next >= horizon) return { holds, flipsAt: next };
    reached = next;
    if (enters === next) sum += amountIn(entering, entered++);
    else sum -= amountIn(leaving, left++);
  }
}

/** Amounts in the order of their instants. */
type Amounts = { readonly at: readonly number[]; readonly amounts: readonly number[] };

function instantIn({ at }: Amounts, row: number): number {
  return at[row] ?? Number.POSITIVE_INFINITY;
}

function amountIn({ amounts }: Amounts, row: number): number {
  return amounts[row] ?? 0;
}

/** Whether the total lies in the range, without until when. */
export function rangeTest(total: Total): (tallies: Tallies, now: number) => boolean {
  const { measure, low, high, within } = total;
  if (within?.type === 'calendar')
    return (tallies, now) => judgeTotal(tallies, total, { now, horizon: now }).holds;
  const lifeMs = within?.ms ?? Number.POSITIVE_INFINITY;
  // a count only grows: more than this decides nothing
  const enough = measure === 'sum' ? Infinity : high === Infinity ? low : high + 1;
  const isCount = measure === 'count';
  return ({ at, counts, sums }, now) => {
    const amounts = isCount ? counts : sums;
    const after = now - lifeMs;
    let sum = 0;
    for (let row = at.length - 1; row >= 0 && sum < enough; row -= 1) {
      const instant = at[row] ?? 0;
      if (instant <= after) break;
      if (instant <= now) sum += amounts[row] ?? 0;
    }
    return sum >= low && sum <= high;
  };
}

/** The amounts in the order in which they leave, and how long after their instants. */
function leavingOf(
  entering: Amounts,
  { within, calendar }: Pick<Total, 'within' | 'calendar'>,
): { readonly leaving: Amounts; readonly afterMs: number } {
  if (within === undefined) return { leaving: entering, afterMs: Number.POSITIVE_INFINITY };
  if (within.type === 'exact') return { leaving: entering, afterMs: within.ms };
  // January 31 and February 1 can leave in either order when a month is added
  const rows = entering.at
    .map((at, row) => ({ at: calendar.add(at, within), amount: amountIn(entering, row) }))
    .sort((a, b) => a.at - b.at);
  return { leaving: { at: rows.map(({ at }) => at), amounts: rows.map(({ amount }) => amount) }, afterMs: 0 };
}
