import type { Total } from '../values/total.ts';
import { NO_TALLIES, type Tallies } from './tally.ts';
import type { Window } from './window.ts';

/** One total of a window, and who tells which of its values apart: totals below and above a cut are by its reader. */
export type Gauge<Reader> = {
  readonly measure: Total['measure'];
  /** how long each event counts */
  readonly lifeMs: number;
  /** ascending */
  readonly cuts: readonly number[];
  /** of each cut */
  readonly readers: readonly Reader[];
};

/** From an instant until another, exclusive. */
export type Span = { readonly from: number; readonly until: number };

/** Whether every event counts equally long in the total, which then can be gauged. */
export function isGauged({ within }: Total): boolean {
  return within?.type !== 'calendar';
}

/** A gauge for each of the totals that are read. */
export function gaugesOf<Reader>(read: readonly { total: Total; reader: Reader }[]): Gauge<Reader>[] {
  const byMeasure = Map.groupBy(read, ({ total }) => total.measure);
  return [...byMeasure].flatMap(([measure, ofMeasure]) =>
    [...Map.groupBy(ofMeasure, ({ total }) => lifeOf(total))].map(([lifeMs, same]) => {
      const cuts = same.flatMap(cutsOf).sort((a, b) => a.at - b.at);
      return {
        ...{ measure, lifeMs },
        ...{ cuts: cuts.map(({ at }) => at), readers: cuts.map(({ reader }) => reader) },
      };
    }),
  );
}

function lifeOf({ within }: Total): number {
  return within?.type === 'exact' ? within.ms : Number.POSITIVE_INFINITY;
}

// totals and bounds are whole numbers
function cutsOf<Reader>({ total, reader }: { total: Total; reader: Reader }) {
  return [total.low - 0.5, total.high + 0.5].filter(Number.isFinite).map((at) => ({ at, reader }));
}

/** The readers who tell apart any of the totals that either window shows during the span. */
export function readersPassed<Reader>(
  gauge: Gauge<Reader>,
  [one, other]: readonly [Window | undefined, Window | undefined],
  span: Span,
): readonly Reader[] {
  const [before, after] = [totalsDuring(one, gauge, span), totalsDuring(other, gauge, span)];
  const { cuts, readers } = gauge;
  const first = firstFrom(cuts, Math.min(before.low, after.low));
  const high = Math.max(before.high, after.high);
  let end = first;
  while ((cuts[end] ?? Infinity) <= high) end += 1;
  return end === first ? [] : readers.slice(first, end);
}

/** Bounds of the totals at all instants of the span: what counts throughout, and what counts for a while. */
function totalsDuring(
  { at, counts, sums }: Tallies = NO_TALLIES,
  { measure, lifeMs }: Pick<Gauge<unknown>, 'measure' | 'lifeMs'>,
  { from, until }: Span,
): { low: number; high: number } {
  const amounts = measure === 'count' ? counts : sums;
  let [low, high] = [0, 0];
  // what has left is at the front
  for (let row = at.length - 1; row >= 0; row -= 1) {
    const instant = at[row] ?? 0;
    const value = amounts[row] ?? 0;
    if (instant + lifeMs <= from) break;
    if (instant >= until) continue;
    const isThroughout = instant <= from && instant + lifeMs >= until;
    if (isThroughout || value < 0) low += value;
    if (isThroughout || value > 0) high += value;
  }
  return { low, high };
}

/** Where the cuts at or above a total begin. */
function firstFrom(cuts: readonly number[], total: number): number {
  let [start, end] = [0, cuts.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((cuts[middle] ?? total) < total) start = middle + 1;
    else end = middle;
  }
  return start;
}
