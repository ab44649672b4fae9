import type { Selector } from './selector.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const MOST_EXACT = 64;
const MOST_HOURS = 48;
// a day for each of the longest retention, and some
const MOST_DAYS = 400;
// the largest sum the codec writes; hundreds of billions, so only nonsense reaches it
const LARGEST_SUM = 2 ** 52;

/** How often something happened, the sum of its values in 1/10,000, and the instant of the last time. */
export type Tally = { readonly at: number; readonly count: number; readonly sum: number };

/**
 * What is kept of the events a condition counts: the most recent 64 each at its own instant; older ones together per
 * UTC hour, for the most recent 48 hours with any; older ones per UTC day, for 400 days with any; the rest as one.
 * All are ascending. Those in one bucket count at the instant of its last: beyond 64 events an answer is exact to one bucket.
 *
 * Canonical: each part is decided by rank (the 64 latest, the 48 latest hours of the others, ...) and ranks only sink as
 * events are added, so whatever left a part never belongs to it again, and neither order nor partition of the events shows.
 */
export type Window = {
  readonly exact: readonly Tally[];
  readonly hours: readonly Tally[];
  readonly days: readonly Tally[];
  readonly older: Tally | undefined;
};

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

export const EMPTY_WINDOW: Window = { exact: [], hours: [], days: [], older: undefined };

export function addToWindow(window: Window, tally: Tally): Window {
  if (window.exact.length >= MOST_EXACT) return mergeWindow(window, { ...EMPTY_WINDOW, exact: [tally] });
  const index = window.exact.findLastIndex((other) => byInstant(other, tally) <= 0) + 1;
  return { ...window, exact: window.exact.toSpliced(index, 0, tally) };
}

export function mergeWindow(a: Window, b: Window): Window {
  const exact = keepLatest([...a.exact, ...b.exact].sort(byInstant), MOST_EXACT);
  const hours = keepLatest(buckets([...a.hours, ...b.hours, ...exact.rest], HOUR), MOST_HOURS);
  const days = keepLatest(buckets([...a.days, ...b.days, ...hours.rest], DAY), MOST_DAYS);
  const older = [a.older, b.older, ...days.rest].filter((tally) => tally !== undefined);
  return {
    exact: exact.latest,
    hours: hours.latest,
    days: days.latest,
    older: older.length === 0 ? undefined : older.reduce(add),
  };
}

/** Drops what happened at or before the instant, which no condition sees any more. */
export function dropUntil(window: Window, instant: number): Window {
  const isLater = (tally: Tally) => tally.at > instant;
  if (tallies(window).every(isLater)) return window;
  return {
    exact: window.exact.filter(isLater),
    hours: window.hours.filter(isLater),
    days: window.days.filter(isLater),
    older: window.older !== undefined && isLater(window.older) ? window.older : undefined,
  };
}

/** Everything in the window, ascending. */
export function tallies(window: Window | undefined): readonly Tally[] {
  if (window === undefined) return [];
  if (window.hours.length === 0 && window.days.length === 0 && window.older === undefined)
    return window.exact;
  return [
    ...(window.older === undefined ? [] : [window.older]),
    ...window.days,
    ...window.hours,
    ...window.exact,
  ];
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
