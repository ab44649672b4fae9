import type { Selector } from './selector.ts';
import { columnsOf, rowsOf, type Tallies, type Tally } from './tally.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_EXACT = 64;
const MOST_HOURS = 48;
// a day for each of the longest retention, and some
const MOST_DAYS = 400;
// the largest sum the codec writes; hundreds of billions, so only nonsense reaches it
const LARGEST_SUM = 2 ** 52;

/**
 * What is kept of the events a condition counts: the most recent 64 each at its own instant; older ones together per
 * UTC hour, for the most recent 48 hours with any; older ones per UTC day, for 400 days with any; the rest as one.
 * They stand one after the other, the oldest first: days, hours and exact are the positions at which each part begins.
 * Those in one bucket count at the instant of its last: beyond 64 events an answer is exact to one bucket.
 *
 * Canonical: each part is decided by rank (the 64 latest, the 48 latest hours of the others, ...) and ranks only sink as
 * events are added, so whatever left a part never belongs to it again, and neither order nor partition of the events shows.
 */
export type Window = Tallies & { readonly days: number; readonly hours: number; readonly exact: number };

/** Which events a window keeps, of which property, and how far back any condition looks. */
export type WindowSpec = {
  readonly key: string;
  readonly event: string;
  /** of what the platform says itself; without it only of what sources send */
  readonly ofPlatform?: true;
  readonly select: Selector;
  /** The property summed; undefined: only how often. */
  readonly of: string | undefined;
  readonly horizonMs: number | undefined;
  /** The definitions number from which on the window was kept this far back. */
  readonly since: number;
};

export const EMPTY_WINDOW: Window = { at: [], counts: [], sums: [], days: 0, hours: 0, exact: 0 };

export function addToWindow(window: Window, tally: Tally): Window {
  const { at, counts, sums, days, hours, exact } = window;
  if (at.length - exact >= MOST_EXACT) return mergeWindow(window, windowFrom({ exact: [tally] }));
  const index = placeOf(tally, window);
  return {
    at: at.toSpliced(index, 0, tally.at),
    counts: counts.toSpliced(index, 0, tally.count),
    sums: sums.toSpliced(index, 0, tally.sum),
    ...{ days, hours, exact },
  };
}

export function mergeWindow(one: Window, other: Window): Window {
  const [a, b] = [partsOf(one), partsOf(other)];
  const exact = keepLatest([...a.exact, ...b.exact].sort(byInstant), MOST_EXACT);
  const hours = keepLatest(buckets([...a.hours, ...b.hours, ...exact.rest], HOUR), MOST_HOURS);
  const days = keepLatest(buckets([...a.days, ...b.days, ...hours.rest], DAY), MOST_DAYS);
  const older = [...a.older, ...b.older, ...days.rest];
  return windowFrom({
    older: older.length === 0 ? [] : [older.reduce(add)],
    days: days.latest,
    hours: hours.latest,
    exact: exact.latest,
  });
}

/** Drops what happened at or before the instant, which no condition sees any more. */
export function dropUntil(window: Window, instant: number): Window {
  const later = window.at.findIndex((at) => at > instant);
  const dropped = later === -1 ? window.at.length : later;
  if (dropped === 0) return window;
  return {
    at: window.at.slice(dropped),
    counts: window.counts.slice(dropped),
    sums: window.sums.slice(dropped),
    days: Math.max(0, window.days - dropped),
    hours: Math.max(0, window.hours - dropped),
    exact: Math.max(0, window.exact - dropped),
  };
}

/** The instants of what is kept event by event, ascending. */
export function exactInstants(window: Window | undefined): readonly number[] {
  return window === undefined ? [] : window.at.slice(window.exact);
}

export type Parts = Readonly<Record<'older' | 'days' | 'hours' | 'exact', readonly Tally[]>>;

/** A window of its parts, each ascending. */
export function windowFrom({ older = [], days = [], hours = [], exact = [] }: Partial<Parts>): Window {
  const toHours = older.length + days.length;
  return {
    ...columnsOf([...older, ...days, ...hours, ...exact]),
    ...{ days: older.length, hours: toHours, exact: toHours + hours.length },
  };
}

export function partsOf(window: Window): Parts {
  return {
    older: rowsOf(window, 0, window.days),
    days: rowsOf(window, window.days, window.hours),
    hours: rowsOf(window, window.hours, window.exact),
    exact: rowsOf(window, window.exact),
  };
}

/** Where it belongs among those that are kept event by event. */
function placeOf(tally: Tally, { at, counts, sums, exact }: Window): number {
  let place = at.length;
  for (; place > exact; place -= 1) {
    const before = { at: at[place - 1] ?? 0, count: counts[place - 1] ?? 0, sum: sums[place - 1] ?? 0 };
    if (byInstant(before, tally) <= 0) break;
  }
  return place;
}

function keepLatest(
  ascending: readonly Tally[],
  most: number,
): { latest: readonly Tally[]; rest: readonly Tally[] } {
  const surplus = Math.max(0, ascending.length - most);
  return { latest: ascending.slice(surplus), rest: ascending.slice(0, surplus) };
}

function buckets(parts: readonly Tally[], length: number): readonly Tally[] {
  const byStart = new Map<number, Tally>();
  for (const part of parts) {
    const start = Math.floor(part.at / length);
    const bucket = byStart.get(start);
    byStart.set(start, bucket === undefined ? part : add(bucket, part));
  }
  return [...byStart.values()].sort(byInstant);
}

function add(a: Tally, b: Tally): Tally {
  return { at: Math.max(a.at, b.at), count: a.count + b.count, sum: bounded(a.sum + b.sum) };
}

/** A sum that can be written. */
export function bounded(sum: number): number {
  return Math.max(-LARGEST_SUM, Math.min(LARGEST_SUM, sum));
}

function byInstant(a: Tally, b: Tally): number {
  return a.at - b.at || a.sum - b.sum || a.count - b.count;
}
