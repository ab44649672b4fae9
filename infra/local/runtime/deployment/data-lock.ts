import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';

export const lockFile = 'lock.sqlite';

/** Thrown when another process keeps its state in the folder. */
export class DataInUseError extends Error {
  override name = 'DataInUseError' as const;
}

/** Keeps other processes out of a data folder until it is released, or this process dies in whatever way. */
export function lockData(folder: string): () => void {
  mkdirSync(folder, { recursive: true });
  const database = new DatabaseSync(join(folder, lockFile));
  try {
    database.exec('BEGIN EXCLUSIVE');
  } catch (cause) {
    database.close();
    const message = `another local cloud runs on the data in ${folder}: stop it, or choose another folder with --data`;
    throw new DataInUseError(message, { cause });
  }
  return () => database.close();
}
