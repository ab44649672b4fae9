import type { Duration } from '../../duration.ts';
import type { Verdict } from '../verdict.ts';
import type { Tally } from '../windows/window.ts';
import type { Calendar } from './calendar.ts';

/** What is added up, how much of it there must be, and how long each event counts; undefined: for ever. */
export type Total = {
  amount(tally: Tally): number;
  readonly low: number;
  readonly high: number;
  readonly within: Duration | undefined;
  readonly calendar: Calendar;
};

/**
 * Whether the total lies in the range, and the first instant at which that changes.
 * An event counts from its own instant until its instant plus `within`, exclusive.
 */
export function judgeTotal(tallies: readonly Tally[], total: Total, now: number): Verdict {
  const { leaving, afterMs } = leavingOf(tallies, total);
  let [entered, left, sum] = [0, 0, 0];
  const moveTo = (instant: number) => {
    for (let next = tallies[entered]; next !== undefined && next.at <= instant; next = tallies[++entered])
      sum += total.amount(next);
    for (let next = leaving[left]; next !== undefined && next.at + afterMs <= instant; next = leaving[++left])
      sum -= total.amount(next);
    return sum >= total.low && sum <= total.high;
  };
  const holds = moveTo(now);
  for (;;) {
    const next = Math.min(tallies[entered]?.at ?? Infinity, (leaving[left]?.at ?? Infinity) + afterMs);
    if (next === Infinity) return { holds, flipsAt: undefined };
    if (moveTo(next) !== holds) return { holds, flipsAt: next };
  }
}

/** Whether the total of what counts at the instant lies in the range. */
export function isInRange(tallies: readonly Tally[], total: Total, now: number): boolean {
  const { amount, low, high, within } = total;
  if (within?.type === 'calendar') return judgeTotal(tallies, total, now).holds;
  const left = within === undefined ? Number.NEGATIVE_INFINITY : now - within.ms;
  let sum = 0;
  for (let index = tallies.length - 1; index >= 0; index -= 1) {
    const tally = tallies[index];
    if (tally === undefined || tally.at <= left) break;
    if (tally.at <= now) sum += amount(tally);
  }
  return sum >= low && sum <= high;
}

/** The tallies in the order in which they leave, and how long after their `at`. */
function leavingOf(
  tallies: readonly Tally[],
  { within, calendar }: Total,
): { leaving: readonly Tally[]; afterMs: number } {
  if (within === undefined) return { leaving: [], afterMs: 0 };
  if (within.type === 'exact') return { leaving: tallies, afterMs: within.ms };
  // January 31 and February 1 can leave in either order when a month is added
  const leaving = tallies
    .map((tally) => ({ ...tally, at: calendar.add(tally.at, within) }))
    .sort((a, b) => a.at - b.at);
  return { leaving, afterMs: 0 };
}
