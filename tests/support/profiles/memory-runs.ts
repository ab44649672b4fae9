import type { Run, RunEnd, RunEngine, RunStore } from '../../../shared/journeys/run-store.ts';

/** Enrolments in memory, with the same rules as the DynamoDB adapter: a run begins once and ends once. */
export class MemoryRuns implements RunStore {
  readonly runs = new Map<string, Run>();
  readonly endings = new Map<string, RunEnd>();

  async load(entryId: string): Promise<Run | undefined> {
    return this.runs.get(entryId);
  }

  async begin(run: Run): Promise<Run> {
    const known = this.runs.get(run.entryId);
    if (known) return known;
    const ending = this.endings.get(run.entryId);
    if (ending) return { ...run, status: 'cancelled' };
    this.runs.set(run.entryId, run);
    return run;
  }

  async end(entryId: string, end: RunEnd): Promise<void> {
    const run = this.runs.get(entryId);
    if (run && run.status !== 'running') return;
    if (!this.endings.has(entryId)) this.endings.set(entryId, end);
    if (run) this.runs.set(entryId, { ...run, status: end.status, reason: end.reason, endedAt: end.at });
  }
}

/** An engine that only notes what it was asked to do. */
export class RecordingEngine implements RunEngine {
  readonly started: string[] = [];
  readonly stopped: string[] = [];

  async start({ journeyId, entryId }: Run): Promise<void> {
    this.started.push(`${journeyId}/${entryId}`);
  }

  async stop({ journeyId, entryId }: Pick<Run, 'journeyId' | 'entryId'>): Promise<void> {
    this.stopped.push(`${journeyId}/${entryId}`);
  }
}
