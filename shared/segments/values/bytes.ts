/** Writes whole numbers in as few bytes as they need (LEB128; zigzag for signed ones). */
export type ByteWriter = {
  count(value: number): void;
  signed(value: number): void;
  text(value: string): void;
  raw(bytes: Uint8Array): void;
  /** bytes that are at hand as base64url */
  base64(text: string): void;
  /** a number and what `write` writes, with its length; nothing when it writes nothing */
  part(number: number, write: () => void): void;
  /** all that was written, not copied: nothing may be written after it */
  bytes(): Uint8Array;
};

export type ByteReader = {
  count(): number;
  signed(): number;
  text(): string;
  /** the next bytes as base64url */
  base64(length: number): string;
  /** reads the next bytes as if they were all, and goes on behind them */
  part(length: number, read: () => void): void;
  /** everything that is left, not copied */
  rest(): Uint8Array;
  isAtEnd(): boolean;
};

const FIRST_CAPACITY = 1_024;
const MOST_COUNT_BYTES = 8;

export function byteWriter(): ByteWriter {
  let written = Buffer.allocUnsafe(FIRST_CAPACITY);
  let length = 0;
  const reserve = (more: number) => {
    if (length + more <= written.length) return;
    const larger = Buffer.allocUnsafe(Math.max(written.length * 2, length + more));
    written.copy(larger, 0, 0, length);
    written = larger;
  };
  // by division: shifting would cut numbers at 32 bits
  const count = (value: number) => {
    if (!(value >= 0 && value < Number.POSITIVE_INFINITY))
      throw new RangeError(`only counts from 0 can be written, got ${value}`);
    reserve(MOST_COUNT_BYTES);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) written[length++] = (rest % 128) + 128;
    written[length++] = rest;
  };
  return {
    count,
    signed: (value) => count(value < 0 ? -2 * value - 1 : 2 * value),
    text: (value) => {
      const bytes = Buffer.byteLength(value);
      count(bytes);
      reserve(bytes);
      length += written.write(value, length);
    },
    raw: (bytes) => {
      reserve(bytes.length);
      written.set(bytes, length);
      length += bytes.length;
    },
    base64: (text) => {
      reserve(text.length);
      length += written.write(text, length, 'base64url');
    },
    part: (number, write) => {
      const start = length;
      write();
      const content = length - start;
      if (content === 0) return;
      const head = bytesOf(number) + bytesOf(content);
      reserve(head);
      written.copyWithin(start + head, start, length);
      length = start;
      count(number);
      count(content);
      length += content;
    },
    bytes: () => written.subarray(0, length),
  };
}

function bytesOf(count: number): number {
  let bytes = 1;
  for (let rest = count; rest >= 128; rest = Math.floor(rest / 128)) bytes += 1;
  return bytes;
}

export function byteReader(bytes: Uint8Array): ByteReader {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 0;
  let end = source.length;
  const count = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const next = position < end ? source[position++] : undefined;
      if (next === undefined) throw new Error(`bytes end in the middle of a value, at ${end}`);
      if (next < 128) return value + next * factor;
      value += (next - 128) * factor;
    }
  };
  /** Goes on by so many bytes; answers where they began. */
  const skip = (length: number): number => {
    const start = position;
    position += length;
    if (position > end) throw new Error(`bytes end in the middle of a text, at ${end}`);
    return start;
  };
  return {
    count,
    signed: () => {
      const value = count();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    text: () => source.toString('utf8', skip(count()), position),
    base64: (length) => source.toString('base64url', skip(length), position),
    part: (length, read) => {
      const outer = end;
      const start = skip(length);
      end = position;
      position = start;
      read();
      position = end;
      end = outer;
    },
    rest: () => source.subarray(skip(end - position), end),
    isAtEnd: () => position >= end,
  };
}
