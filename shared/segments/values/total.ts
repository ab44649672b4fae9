import type { Duration } from '../../duration.ts';
import type { Verdict } from '../verdict.ts';
import type { Tally } from '../windows/window.ts';
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
  tallies: readonly Tally[],
  total: Total,
  { now, horizon }: { readonly now: number; readonly horizon: number },
): Verdict {
  const { leaving, afterMs } = leavingOf(tallies, total);
  const { low, high, measure } = total;
  let [entered, left, sum] = [tallies.length, leaving.length, 0];
  // from the end: what left long ago stands at the front and is not looked at
  while (left > 0 && instantOf(leaving[left - 1]) + afterMs > now) sum += amountOf(leaving[--left], measure);
  while (entered > 0 && instantOf(tallies[entered - 1]) > now) sum -= amountOf(tallies[--entered], measure);
  const holds = sum >= low && sum <= high;
  for (let reached = now; ; ) {
    const [enters, leaves] = [instantOf(tallies[entered]), instantOf(leaving[left]) + afterMs];
    const next = Math.min(enters, leaves);
    // all that happens at one instant counts before it is judged
    if (next > reached && (sum >= low && sum <= high) !== holds) return { holds, flipsAt: reached };
    if (next === Infinity) return { holds, flipsAt: undefined };
    if (next >= horizon) return { holds, flipsAt: next };
    reached = next;
    if (enters === next) sum += amountOf(tallies[entered++], measure);
    else sum -= amountOf(leaving[left++], measure);
  }
}

function instantOf(tally: Tally | undefined): number {
  return tally === undefined ? Number.POSITIVE_INFINITY : tally.at;
}

function amountOf(tally: Tally | undefined, measure: Total['measure']): number {
  if (tally === undefined) return 0;
  return measure === 'count' ? tally.count : tally.sum;
}

/** Whether the total lies in the range, without until when. */
export function rangeTest(total: Total): (tallies: readonly Tally[], now: number) => boolean {
  const { measure, low, high, within } = total;
  if (within?.type === 'calendar')
    return (tallies, now) => judgeTotal(tallies, total, { now, horizon: now }).holds;
  const lifeMs = within?.ms ?? Number.POSITIVE_INFINITY;
  const isCount = measure === 'count';
  // a count only grows: more than this decides nothing
  const enough = high === Number.POSITIVE_INFINITY ? low : high + 1;
  return (tallies, now) => {
    const after = now - lifeMs;
    let sum = 0;
    for (let index = tallies.length - 1; index >= 0; index -= 1) {
      const tally = tallies[index];
      if (tally === undefined || tally.at <= after || (isCount && sum >= enough)) break;
      if (tally.at <= now) sum += isCount ? tally.count : tally.sum;
    }
    return sum >= low && sum <= high;
  };
}

/** The tallies in the order in which they leave, and how long after their `at`. */
function leavingOf(
  tallies: readonly Tally[],
  { within, calendar }: Total,
): { leaving: readonly Tally[]; afterMs: number } {
  if (within === undefined) return { leaving: tallies, afterMs: Number.POSITIVE_INFINITY };
  if (within.type === 'exact') return { leaving: tallies, afterMs: within.ms };
  // January 31 and February 1 can leave in either order when a month is added
  const leaving = tallies
    .map((tally) => ({ ...tally, at: calendar.add(tally.at, within) }))
    .sort((a, b) => a.at - b.at);
  return { leaving, afterMs: 0 };
}
