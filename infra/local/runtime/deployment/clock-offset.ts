import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import type { Clock } from '../../clock.ts';

/** How far the clock was moved when it last ran: what is stored has those dates. */
export function loadClockOffset(file: string): number {
  try {
    return Number(readFileSync(file, 'utf8'));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return 0; // what node:fs throws has a code
    throw error;
  }
}

/** Keeps the offset in a file, written on every move. */
export function keepClockOffset(clock: Clock, file: string): void {
  mkdirSync(dirname(file), { recursive: true });
  clock.onChange(({ offset }) => writeFileSync(file, String(offset)));
}
