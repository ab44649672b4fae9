import type { Total } from '../values/total.ts';
import { tallies, type Window } from './window.ts';

/** One total of a window, and who tells which of its values apart. */
export type Gauge<Reader> = {
  readonly measure: Total['measure'];
  /** how long each event counts */
  readonly lifeMs: number;
  /** ascending */
  readonly cuts: readonly Cut<Reader>[];
};
/** Totals below and above it are told apart by the reader. */
type Cut<Reader> = { readonly at: number; readonly reader: Reader };

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
    [...Map.groupBy(ofMeasure, ({ total }) => lifeOf(total))].map(([lifeMs, same]) => ({
      measure,
      lifeMs,
      cuts: same.flatMap(cutsOf).sort((a, b) => a.at - b.at),
    })),
  );
}

function lifeOf({ within }: Total): number {
  return within?.type === 'exact' ? within.ms : Number.POSITIVE_INFINITY;
}

// totals and bounds are whole numbers
function cutsOf<Reader>({ total, reader }: { total: Total; reader: Reader }): Cut<Reader>[] {
  return [total.low - 0.5, total.high + 0.5].filter(Number.isFinite).map((at) => ({ at, reader }));
}

/** The readers who tell apart any of the totals that either window shows during the span. */
export function readersPassed<Reader>(
  gauge: Gauge<Reader>,
  [one, other]: readonly [Window | undefined, Window | undefined],
  span: Span,
): readonly Reader[] {
  const [before, after] = [totalsDuring(one, gauge, span), totalsDuring(other, gauge, span)];
  const readers: Reader[] = [];
  const high = Math.max(before.high, after.high);
  for (let next = firstFrom(gauge.cuts, Math.min(before.low, after.low)); ; next += 1) {
    const cut = gauge.cuts[next];
    if (cut === undefined || cut.at > high) return readers;
    readers.push(cut.reader);
  }
}

/** Bounds of the totals at all instants of the span: what counts throughout, and what counts for a while. */
function totalsDuring(
  window: Window | undefined,
  { measure, lifeMs }: Pick<Gauge<unknown>, 'measure' | 'lifeMs'>,
  { from, until }: Span,
): { low: number; high: number } {
  const all = tallies(window);
  let [low, high] = [0, 0];
  // what has left is at the front
  for (let index = all.length - 1; index >= 0; index -= 1) {
    const tally = all[index];
    if (tally === undefined || tally.at + lifeMs <= from) break;
    if (tally.at >= until) continue;
    const value = measure === 'count' ? tally.count : tally.sum;
    const isThroughout = tally.at <= from && tally.at + lifeMs >= until;
    if (isThroughout || value < 0) low += value;
    if (isThroughout || value > 0) high += value;
  }
  return { low, high };
}

/** Where the cuts at or above a total begin. */
function firstFrom(cuts: readonly Cut<unknown>[], total: number): number {
  let [start, end] = [0, cuts.length];
  while (start < end) {
    const middle = (start + end) >> 1;
    if ((cuts[middle]?.at ?? total) < total) start = middle + 1;
    else end = middle;
  }
  return start;
}
