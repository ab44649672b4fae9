import type { ByteReader, ByteWriter } from '../../segments/values/bytes.ts';
import type { Accumulator, Observation } from '../computed/accumulator.ts';
import type { Keeping } from '../computed/accumulators.ts';
import { measureNames } from '../computed/measures/index.ts';
import type { HotPart } from './hot-part.ts';

const IS_WINDOWED = 1;
const HAS_TEXTS = 2;
const HAS_COUNTS = 4;

/** How the observations of one accumulator are written; distances count from `from` where instants are kept. */
type Layout = {
  readonly texts: readonly string[];
  readonly hasTexts: boolean;
  readonly hasCounts: boolean;
  readonly from: number;
};

/** What computed traits need: each text once, instants as distances. */
export const accumulatorsPart: HotPart = {
  write: (writer, { accumulators, evaluatedAt }) => {
    for (const [key, one] of [...accumulators].sort(([a], [b]) => (a < b ? -1 : 1))) {
      writer.text(key);
      writeAccumulator(writer, one, evaluatedAt);
    }
  },
  read: (reader, profile) => {
    const accumulators = new Map<string, Accumulator & Keeping>();
    while (!reader.isAtEnd()) accumulators.set(reader.text(), readAccumulator(reader, profile.evaluatedAt));
    profile.accumulators = accumulators;
  },
};

function writeAccumulator(writer: ByteWriter, one: Accumulator & Keeping, from: number): void {
  const all = [...one.exact, ...one.rest];
  const found = all.flatMap(({ value }) => (typeof value === 'string' ? [value] : []));
  const texts = [...new Set(found)].sort();
  const hasTexts = texts.length > 0;
  const hasCounts = all.some(({ count }) => count !== 1);
  writer.count(measureNames.indexOf(one.measure));
  writer.count(
    (one.isWindowed ? IS_WINDOWED : 0) + (hasTexts ? HAS_TEXTS : 0) + (hasCounts ? HAS_COUNTS : 0),
  );
  if (hasTexts) writer.count(texts.length);
  for (const text of texts) writer.text(text);
  for (const part of [one.exact, one.rest]) writePart(writer, part, { texts, hasTexts, hasCounts, from });
}

function readAccumulator(reader: ByteReader, from: number): Accumulator & Keeping {
  const place = reader.count();
  const measure = measureNames[place];
  if (measure === undefined)
    throw new Error(`a stored accumulator is of a known measure, got number ${place}`);
  const flags = reader.count();
  const hasTexts = (flags & HAS_TEXTS) !== 0;
  const texts = Array.from({ length: hasTexts ? reader.count() : 0 }, () => reader.text());
  const layout = { texts, hasTexts, hasCounts: (flags & HAS_COUNTS) !== 0, from };
  const exact = readPart(reader, layout);
  return { measure, isWindowed: (flags & IS_WINDOWED) !== 0, exact, rest: readPart(reader, layout) };
}

function writePart(writer: ByteWriter, observations: readonly Observation[], layout: Layout): void {
  writer.count(observations.length);
  let before = layout.from;
  for (const { at, value, count } of observations.toReversed()) {
    writer.signed(before - at);
    writer.signed(typeof value === 'string' ? layout.texts.indexOf(value) : value);
    if (layout.hasCounts) writer.count(count);
    before = at;
  }
}

function readPart(reader: ByteReader, layout: Layout): readonly Observation[] {
  const observations: Observation[] = [];
  let before = layout.from;
  for (let left = reader.count(); left > 0; left--) {
    const at = before - reader.signed();
    const code = reader.signed();
    const value = layout.hasTexts ? (layout.texts[code] ?? '') : code;
    observations.push({ at, value, count: layout.hasCounts ? reader.count() : 1 });
    before = at;
  }
  return observations.reverse();
}
