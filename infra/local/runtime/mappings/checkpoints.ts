import { mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';

/** How far each shard has been handled; the port is small so that it can live in memory or in a file. */
export type Checkpoints = {
  load(shard: string): string | undefined;
  save(shard: string, sequenceNumber: string): void;
  close(): void;
};

export function memoryCheckpoints(): Checkpoints {
  const positions = new Map<string, string>();
  return {
    load: (shard) => positions.get(shard),
    save: (shard, sequenceNumber) => void positions.set(shard, sequenceNumber),
    close: () => undefined,
  };
}

/** Kept in one JSON file; written soon after each change, so a kill at worst repeats the last batches. */
export function fileCheckpoints(file: string): Checkpoints {
  const positions = new Map(Object.entries(readPositions(file)));
  let scheduled = false;
  const write = (): void => {
    scheduled = false;
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(`${file}.new`, JSON.stringify(Object.fromEntries(positions)));
    // a rename is whole or not at all
    renameSync(`${file}.new`, file);
  };
  return {
    load: (shard) => positions.get(shard),
    save(shard, sequenceNumber) {
      positions.set(shard, sequenceNumber);
      if (!scheduled) setImmediate(() => scheduled && write());
      scheduled = true;
    },
    close: () => scheduled && write(),
  };
}

function readPositions(file: string): Record<string, string> {
  try {
    // only this module writes the file
    return JSON.parse(readFileSync(file, 'utf8')) as Record<string, string>;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return {}; // what node:fs throws has a code
    throw new Error(`checkpoints not readable: ${file}`, { cause: error });
  }
}
