import { type Database, openDatabase } from '../../protocols/database.ts';
import { checkpointSchema } from '../mappings/checkpoints.ts';
import { asyncQueueSchema } from '../rules/async-queue.ts';
import { lastRunSchema } from '../rules/last-runs.ts';
import { clockSchema } from './kept-clock.ts';

/** What the machinery between the services remembers: the clock, how far streams and rules are, events on their way. */
export function openRuntimeDatabase(dataDir: string | undefined): Database {
  return openDatabase(dataDir, 'runtime', clockSchema + checkpointSchema + asyncQueueSchema + lastRunSchema);
}
