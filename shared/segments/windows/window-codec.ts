import { type ByteReader, type ByteWriter, byteReader, byteWriter } from '../values/bytes.ts';
import type { Tallies } from './tally.ts';
import type { Window } from './window.ts';

const VERSION = 1;
const HAS_SUMS = 1;
const HAS_BUCKETS = 2;
// an event of several order lines counts several times
const HAS_COUNTS = 4;

/** How tallies are written, and the instant the first distance counts from. */
type Layout = { readonly hasSums: boolean; readonly hasCounts: boolean; readonly from: number };

/** Version byte, then the windows by key; the same windows always give the same bytes. */
export function encodeWindows(windows: ReadonlyMap<string, Window>): Uint8Array {
  const writer = byteWriter();
  writer.count(VERSION);
  let from = 0;
  for (const [key, window] of [...windows].sort(([a], [b]) => (a < b ? -1 : 1))) {
    writer.text(key);
    writeWindow(writer, window, from);
    from = latestOf(window, from);
  }
  return writer.bytes();
}

export function decodeWindows(bytes: Uint8Array): Map<string, Window> {
  const reader = byteReader(bytes);
  const version = reader.count();
  if (version !== VERSION) throw new Error(`windows must be of version ${VERSION}, got ${version}`);
  const windows = new Map<string, Window>();
  for (let from = 0; !reader.isAtEnd(); ) {
    const key = reader.text();
    const window = readWindow(reader, from);
    windows.set(key, window);
    from = latestOf(window, from);
  }
  return windows;
}

/** Windows are written relative to the latest event of the one before: it often is the same event. */
function latestOf(window: Window, otherwise: number): number {
  return window.at.at(-1) ?? otherwise;
}

function writeWindow(writer: ByteWriter, window: Window, from: number): void {
  const { at, days, hours, exact } = window;
  const hasSums = window.sums.some((sum) => sum !== 0);
  const hasBuckets = exact > 0;
  const hasCounts = window.counts.slice(exact).some((count) => count !== 1);
  writer.count((hasSums ? HAS_SUMS : 0) + (hasBuckets ? HAS_BUCKETS : 0) + (hasCounts ? HAS_COUNTS : 0));
  writeRows(writer, window, { start: exact, end: at.length, hasSums, hasCounts, from });
  if (!hasBuckets) return;
  const layout = { hasSums, hasCounts: true, from };
  writeRows(writer, window, { start: hours, end: exact, ...layout });
  writeRows(writer, window, { start: days, end: hours, ...layout });
  writeRows(writer, window, { start: 0, end: days, ...layout });
}

function readWindow(reader: ByteReader, from: number): Window {
  const flags = reader.count();
  const hasSums = (flags & HAS_SUMS) !== 0;
  const rows = { at: [], counts: [], sums: [] };
  readRows(reader, rows, { hasSums, hasCounts: (flags & HAS_COUNTS) !== 0, from });
  if ((flags & HAS_BUCKETS) === 0) return { ...ascending(rows), days: 0, hours: 0, exact: 0 };
  const layout = { hasSums, hasCounts: true, from };
  const hours = readRows(reader, rows, layout);
  const days = readRows(reader, rows, layout);
  const older = readRows(reader, rows, layout);
  return { ...ascending(rows), days: older, hours: older + days, exact: older + days + hours };
}

/** The latest first, each as the distance from the one before. */
function writeRows(
  writer: ByteWriter,
  { at, counts, sums }: Tallies,
  { start, end, hasSums, hasCounts, from }: Layout & { readonly start: number; readonly end: number },
): void {
  writer.count(end - start);
  let before = from;
  for (let row = end - 1; row >= start; row -= 1) {
    const instant = at[row] ?? 0;
    writer.signed(before - instant);
    if (hasCounts) writer.count(counts[row] ?? 0);
    if (hasSums) writer.signed(sums[row] ?? 0);
    before = instant;
  }
}

type Rows = { readonly [Column in keyof Tallies]: number[] };

/** Adds what it reads, the latest first, and returns how many that are. */
function readRows(reader: ByteReader, into: Rows, { hasSums, hasCounts, from }: Layout): number {
  const length = reader.count();
  let before = from;
  for (let left = length; left > 0; left -= 1) {
    before -= reader.signed();
    into.at.push(before);
    into.counts.push(hasCounts ? reader.count() : 1);
    into.sums.push(hasSums ? reader.signed() : 0);
  }
  return length;
}

// every part is written with its latest first, and the parts with the latest first
function ascending({ at, counts, sums }: Rows): Tallies {
  return { at: at.reverse(), counts: counts.reverse(), sums: sums.reverse() };
}
