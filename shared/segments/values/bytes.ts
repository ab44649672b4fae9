/** Writes whole numbers in as few bytes as they need (LEB128; zigzag for signed ones). */
export type ByteWriter = {
  count(value: number): void;
  signed(value: number): void;
  text(value: string): void;
  raw(bytes: Uint8Array): void;
  bytes(): Uint8Array;
};

export type ByteReader = {
  count(): number;
  signed(): number;
  text(): string;
  /** the next bytes, not copied */
  raw(length: number): Uint8Array;
  /** everything that is left, not copied */
  rest(): Uint8Array;
  isAtEnd(): boolean;
};

const FIRST_CAPACITY = 256;

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
    reserve(8);
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) written[length++] = (rest % 128) + 128;
    written[length++] = rest;
  };
  const raw = (bytes: Uint8Array) => {
    reserve(bytes.length);
    written.set(bytes, length);
    length += bytes.length;
  };
  return {
    count,
    signed: (value) => count(value < 0 ? -2 * value - 1 : 2 * value),
    text: (value) => {
      const encoded = Buffer.from(value);
      count(encoded.length);
      raw(encoded);
    },
    raw,
    bytes: () => Uint8Array.prototype.slice.call(written, 0, length),
  };
}

export function byteReader(bytes: Uint8Array): ByteReader {
  const source = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  let position = 0;
  const byte = (): number => {
    const value = source[position++];
    if (value === undefined) throw new Error(`bytes end in the middle of a value, at ${bytes.length}`);
    return value;
  };
  const count = (): number => {
    let value = 0;
    for (let factor = 1; ; factor *= 128) {
      const next = byte();
      value += (next % 128) * factor;
      if (next < 128) return value;
    }
  };
  const raw = (length: number): Buffer => {
    const start = position;
    position += length;
    if (position > source.length) throw new Error(`bytes end in the middle of a text, at ${source.length}`);
    return source.subarray(start, position);
  };
  return {
    count,
    signed: () => {
      const value = count();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    text: () => raw(count()).toString(),
    raw,
    rest: () => raw(source.length - position),
    isAtEnd: () => position >= source.length,
  };
}
