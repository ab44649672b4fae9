import { createReadStream } from 'node:fs';
import { createGunzip } from 'node:zlib';
import { CommandError } from '../command.ts';
import { CsvReader } from './csv.ts';

export type Row = {
  /** counted from 1, the titles not included */
  readonly number: number;
  readonly cells: readonly string[];
};

/** The titles of a file's columns, and its rows one after the other. */
export type RowFile = { readonly titles: readonly string[]; readonly rows: AsyncIterable<Row> };

/** Opens a CSV file, compressed when its name ends in `.gz`; only what is being looked at is in memory. */
export async function openRows(file: string): Promise<RowFile> {
  const all = readCells(file);
  const first = await all.next();
  if (first.done) throw new CommandError(`${file} is empty`);
  return { titles: first.value.map((title) => title.replace(/^\uFEFF/, '')), rows: numbered(all) };
}

async function* numbered(rows: AsyncIterable<string[]>): AsyncGenerator<Row> {
  let number = 0;
  for await (const cells of rows) {
    number += 1;
    yield { number, cells };
  }
}

async function* readCells(file: string): AsyncGenerator<string[]> {
  const reader = new CsvReader();
  try {
    for await (const text of readText(file)) yield* reader.push(text);
  } catch (cause) {
    throw new CommandError(`${file} cannot be read: ${cause instanceof Error ? cause.message : cause}`, {
      cause,
    });
  }
  yield* reader.end();
}

async function* readText(file: string): AsyncGenerator<string> {
  const bytes = createReadStream(file);
  const plain = file.endsWith('.gz') ? bytes.pipe(createGunzip()) : bytes;
  // pipe leaves errors of its source behind
  if (plain !== bytes) bytes.once('error', (error) => plain.destroy(error));
  const decoder = new TextDecoder();
  for await (const chunk of plain) yield decoder.decode(chunk, { stream: true });
  yield decoder.decode();
}
