import { type ByteReader, type ByteWriter, byteReader, byteWriter } from '../values/bytes.ts';
import type { Tally, Window } from './window.ts';

const VERSION = 1;
const HAS_SUMS = 1;
const HAS_BUCKETS = 2;

/** How one window is written, and the instant its first distance counts from. */
type Layout = { readonly hasSums: boolean; readonly hasBuckets: boolean; readonly from: number };

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
  return window.exact.at(-1)?.at ?? otherwise;
}

function writeWindow(writer: ByteWriter, window: Window, from: number): void {
  const buckets = [...window.hours, ...window.days, ...(window.older === undefined ? [] : [window.older])];
  const hasSums = [...window.exact, ...buckets].some(({ sum }) => sum !== 0);
  const layout = { hasSums, hasBuckets: buckets.length > 0, from };
  writer.count((hasSums ? HAS_SUMS : 0) + (layout.hasBuckets ? HAS_BUCKETS : 0));
  writeTallies(writer, window.exact, { ...layout, hasBuckets: false });
  if (!layout.hasBuckets) return;
  writeTallies(writer, window.hours, layout);
  writeTallies(writer, window.days, layout);
  writeTallies(writer, window.older === undefined ? [] : [window.older], layout);
}

function readWindow(reader: ByteReader, from: number): Window {
  const flags = reader.count();
  const layout = { hasSums: flags % 2 === HAS_SUMS, hasBuckets: flags >= HAS_BUCKETS, from };
  const exact = readTallies(reader, { ...layout, hasBuckets: false });
  if (!layout.hasBuckets) return { exact, hours: [], days: [], older: undefined };
  const hours = readTallies(reader, layout);
  const days = readTallies(reader, layout);
  return { exact, hours, days, older: readTallies(reader, layout)[0] };
}

/** The latest first, each as the distance from the one before; only a bucket says how many it holds. */
function writeTallies(
  writer: ByteWriter,
  tallies: readonly Tally[],
  { hasSums, hasBuckets, from }: Layout,
): void {
  writer.count(tallies.length);
  let before = from;
  for (const { at, count, sum } of tallies.toReversed()) {
    writer.signed(before - at);
    if (hasBuckets) writer.count(count);
    if (hasSums) writer.signed(sum);
    before = at;
  }
}

function readTallies(reader: ByteReader, { hasSums, hasBuckets, from }: Layout): readonly Tally[] {
  const tallies: Tally[] = [];
  let before = from;
  for (let left = reader.count(); left > 0; left--) {
    const at = before - reader.signed();
    tallies.push({ at, count: hasBuckets ? reader.count() : 1, sum: hasSums ? reader.signed() : 0 });
    before = at;
  }
  return tallies.reverse();
}
