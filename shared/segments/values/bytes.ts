/** Writes whole numbers in as few bytes as they need (LEB128; zigzag for signed ones). */
export type ByteWriter = {
  count(value: number): void;
  signed(value: number): void;
  text(value: string): void;
  bytes(): Uint8Array;
};

export type ByteReader = {
  count(): number;
  signed(): number;
  text(): string;
  isAtEnd(): boolean;
};

export function byteWriter(): ByteWriter {
  const written: number[] = [];
  // by division: shifting would cut numbers at 32 bits
  const count = (value: number) => {
    let rest = value;
    for (; rest >= 128; rest = Math.floor(rest / 128)) written.push((rest % 128) + 128);
    written.push(rest);
  };
  return {
    count,
    signed: (value) => count(value < 0 ? -2 * value - 1 : 2 * value),
    text: (value) => {
      const encoded = new TextEncoder().encode(value);
      count(encoded.length);
      for (const byte of encoded) written.push(byte);
    },
    bytes: () => Uint8Array.from(written),
  };
}

export function byteReader(bytes: Uint8Array): ByteReader {
  let position = 0;
  const byte = (): number => {
    const value = bytes[position++];
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
  return {
    count,
    signed: () => {
      const value = count();
      return value % 2 === 0 ? value / 2 : -(value + 1) / 2;
    },
    text: () => {
      const length = count();
      const start = position;
      position += length;
      if (position > bytes.length) throw new Error(`bytes end in the middle of a text, at ${bytes.length}`);
      return new TextDecoder().decode(bytes.subarray(start, position));
    },
    isAtEnd: () => position >= bytes.length,
  };
}
