import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync, inflateRawSync } from 'node:zlib';
import { leveldbTexts } from './leveldb-file.ts';

const GZIP_MAGIC = 0x1f8b;
// shorter ones hold nothing that is compressed
const base64 = /[A-Za-z0-9+/]{24,}={0,2}/g;

/** Which of the words stand in which file under a folder, whatever is compressed or in base64 made plain; sorted. */
export async function wordsIn(folder: string, words: readonly string[]): Promise<string[]> {
  const found = new Set<string>();
  for (const entry of await readdir(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const file = join(entry.parentPath, entry.name);
    for (const text of plainTexts(entry.name, await readFile(file)))
      for (const word of words) if (text.includes(word)) found.add(`${word} in ${file.slice(folder.length)}`);
  }
  return [...found].sort();
}

function* plainTexts(name: string, bytes: Buffer): Generator<string> {
  if (bytes.length > 1 && bytes.readUInt16BE(0) === GZIP_MAGIC) yield gunzipSync(bytes).toString('latin1');
  for (const text of leveldbTexts(name, bytes)) {
    yield text;
    for (const [encoded] of text.matchAll(base64)) yield* decoded(Buffer.from(encoded, 'base64'));
  }
}

function* decoded(bytes: Buffer): Generator<string> {
  yield bytes.toString('latin1');
  try {
    yield inflateRawSync(bytes).toString('latin1');
  } catch {
    // most of what looks like base64 is not compressed
  }
}
