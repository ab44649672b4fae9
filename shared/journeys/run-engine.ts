import type { Run } from './run-store.ts';

/** The port to what runs journeys. Starting and stopping may be repeated; stopping one that never started is nothing. */
export type RunEngine = {
  start(run: Run): Promise<void>;
  stop(run: Pick<Run, 'journeyId' | 'entryId'>, cause: string): Promise<void>;
};
