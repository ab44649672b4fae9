import type { Total } from '../values/total.ts';
import { type Tally, tallies, type Window } from './window.ts';

/** One total of a window, and who tells which of its values apart. */
export type Gauge<Reader> = {
  amount(tally: Tally): number;
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
  const byAmount = Map.groupBy(read, ({ total }) => total.amount);
  return [...byAmount].flatMap(([amount, ofAmount]) =>
    [...Map.groupBy(ofAmount, ({ total }) => lifeOf(total))].map(([lifeMs, same]) => ({
      amount,
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
  windows: readonly (Window | undefined)[],
  span: Span,
): readonly Reader[] {
  const ranges = windows.map((window) => totalsDuring(window, gauge, span));
  const low = Math.min(...ranges.map((range) => range.low));
  const high = Math.max(...ranges.map((range) => range.high));
  const start = firstFrom(gauge.cuts, low);
  return gauge.cuts.slice(start, firstFrom(gauge.cuts, high)).map(({ reader }) => reader);
}

/** Bounds of the totals at all instants of the span: what counts throughout, and what counts for a while. */
function totalsDuring(
  window: Window | undefined,
  { amount, lifeMs }: Pick<Gauge<unknown>, 'amount' | 'lifeMs'>,
  { from, until }: Span,
): { low: number; high: number } {
  let [low, high] = [0, 0];
  for (const tally of tallies(window)) {
    const end = tally.at + lifeMs;
    if (end <= from || tally.at >= until) continue;
    const value = amount(tally);
    const isThroughout = tally.at <= from && end >= until;
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
