import { existsSync, readdirSync, rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { lockData, lockFile } from '../../runtime/deployment/data-lock.ts';
import { OptionError } from '../options.ts';

/** When something was last written to a data folder; undefined when it holds nothing yet. */
export function lastWritten(folder: string): Date | undefined {
  if (!existsSync(folder)) return undefined;
  const times = readdirSync(folder).map((name) => statSync(join(folder, name)).mtimeMs);
  return times.length === 0 ? undefined : new Date(Math.max(...times));
}

/** Removes a data folder; refuses one that is in use, and any that a local cloud did not make. */
export function removeData(folder: string): void {
  if (lastWritten(folder) === undefined) return;
  if (!existsSync(join(folder, lockFile)))
    throw new OptionError(`${folder} is not the data of a local cloud, so --fresh leaves it alone`);
  lockData(folder)();
  rmSync(folder, { recursive: true });
}
