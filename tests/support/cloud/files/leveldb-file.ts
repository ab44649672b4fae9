const FOOTER_BYTES = 48;
const SNAPPY = 1;
const LOG_BLOCK_BYTES = 32_768;
const LOG_HEADER_BYTES = 7;

/** The content of a file of LevelDB, its blocks decompressed: whatever was written and not compacted away, deleted or not. */
export function leveldbTexts(name: string, bytes: Buffer): string[] {
  if (/\.(ldb|sst)$/.test(name)) return tableBlocks(bytes).map((block) => block.toString('latin1'));
  return [(/\.log$/.test(name) ? logContent(bytes) : bytes).toString('latin1')];
}

type Handle = { readonly offset: number; readonly size: number };

function tableBlocks(file: Buffer): Buffer[] {
  const footer = new Reader(file.subarray(-FOOTER_BYTES));
  footer.handle();
  const index = blockAt(file, footer.handle());
  return handlesIn(index).map((handle) => blockAt(file, handle));
}

function blockAt(file: Buffer, { offset, size }: Handle): Buffer {
  const block = file.subarray(offset, offset + size);
  return file[offset + size] === SNAPPY ? unsnappy(block) : block;
}

function handlesIn(index: Buffer): Handle[] {
  const restarts = index.readUInt32LE(index.length - 4);
  const reader = new Reader(index.subarray(0, index.length - 4 * (restarts + 1)));
  const handles: Handle[] = [];
  while (!reader.isAtEnd()) {
    reader.varint();
    const keyBytes = reader.varint();
    const valueBytes = reader.varint();
    reader.take(keyBytes);
    handles.push(new Reader(reader.take(valueBytes)).handle());
  }
  return handles;
}

/** A log is cut into blocks whose fragments have headers; without them its records are whole. */
function logContent(file: Buffer): Buffer {
  const fragments: Buffer[] = [];
  let at = 0;
  while (at + LOG_HEADER_BYTES <= file.length) {
    const left = LOG_BLOCK_BYTES - (at % LOG_BLOCK_BYTES);
    if (left < LOG_HEADER_BYTES) {
      at += left;
      continue;
    }
    const start = at + LOG_HEADER_BYTES;
    at = start + file.readUInt16LE(at + 4);
    fragments.push(file.subarray(start, at));
  }
  return Buffer.concat(fragments);
}

/** Snappy: literals, and copies of what came before. */
function unsnappy(block: Buffer): Buffer {
  const reader = new Reader(block);
  const plain = Buffer.alloc(reader.varint());
  let at = 0;
  while (!reader.isAtEnd()) {
    const tag = reader.byte();
    if ((tag & 3) === 0) {
      const literal = reader.take(literalLength(reader, tag >> 2));
      literal.copy(plain, at);
      at += literal.length;
    } else {
      const { length, distance } = copyOf(reader, tag);
      // byte by byte: a copy may overlap what it writes
      for (const end = at + length; at < end; at += 1) plain[at] = plain[at - distance] ?? 0;
    }
  }
  return plain;
}

function literalLength(reader: Reader, code: number): number {
  return 1 + (code < 60 ? code : reader.take(code - 59).readUIntLE(0, code - 59));
}

function copyOf(reader: Reader, tag: number): { length: number; distance: number } {
  if ((tag & 3) === 1) return { length: 4 + ((tag >> 2) & 7), distance: ((tag >> 5) << 8) | reader.byte() };
  const bytes = (tag & 3) === 2 ? 2 : 4;
  return { length: 1 + (tag >> 2), distance: reader.take(bytes).readUIntLE(0, bytes) };
}

class Reader {
  readonly #bytes: Buffer;
  #at = 0;

  constructor(bytes: Buffer) {
    this.#bytes = bytes;
  }

  isAtEnd(): boolean {
    return this.#at >= this.#bytes.length;
  }

  byte(): number {
    return this.take(1).readUInt8();
  }

  take(length: number): Buffer {
    this.#at += length;
    return this.#bytes.subarray(this.#at - length, this.#at);
  }

  varint(): number {
    let value = 0;
    for (let scale = 1; ; scale *= 128) {
      const byte = this.byte();
      value += (byte & 127) * scale;
      if (byte < 128) return value;
    }
  }

  handle(): Handle {
    return { offset: this.varint(), size: this.varint() };
  }
}
