import { type ByteReader, type ByteWriter, byteReader, byteWriter } from '../values/bytes.ts';
import type { Tally } from './tally.ts';
import { partsOf, type Window, windowFrom } from './window.ts';

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
  const { older, days, hours, exact } = partsOf(window);
  const hasSums = window.sums.some((sum) => sum !== 0);
  const hasBuckets = window.exact > 0;
  const hasCounts = exact.some(({ count }) => count !== 1);
  writer.count((hasSums ? HAS_SUMS : 0) + (hasBuckets ? HAS_BUCKETS : 0) + (hasCounts ? HAS_COUNTS : 0));
  writeTallies(writer, exact, { hasSums, hasCounts, from });
  if (!hasBuckets) return;
  for (const part of [hours, days, older]) writeTallies(writer, part, { hasSums, hasCounts: true, from });
}

function readWindow(reader: ByteReader, from: number): Window {
  const flags = reader.count();
  const hasSums = (flags & HAS_SUMS) !== 0;
  const exact = readTallies(reader, { hasSums, hasCounts: (flags & HAS_COUNTS) !== 0, from });
  if ((flags & HAS_BUCKETS) === 0) return windowFrom({ exact });
  const layout = { hasSums, hasCounts: true, from };
  const hours = readTallies(reader, layout);
  const days = readTallies(reader, layout);
  return windowFrom({ exact, hours, days, older: readTallies(reader, layout) });
}

/** The latest first, each as the distance from the one before. */
function writeTallies(
  writer: ByteWriter,
  tallies: readonly Tally[],
  { hasSums, hasCounts, from }: Layout,
): void {
  writer.count(tallies.length);
  let before = from;
  for (const { at, count, sum } of tallies.toReversed()) {
    writer.signed(before - at);
    if (hasCounts) writer.count(count);
    if (hasSums) writer.signed(sum);
    before = at;
  }
}

function readTallies(reader: ByteReader, { hasSums, hasCounts, from }: Layout): readonly Tally[] {
  const tallies: Tally[] = [];
  let before = from;
  for (let left = reader.count(); left > 0; left--) {
    const at = before - reader.signed();
    tallies.push({ at, count: hasCounts ? reader.count() : 1, sum: hasSums ? reader.signed() : 0 });
    before = at;
  }
  return tallies.reverse();
}
