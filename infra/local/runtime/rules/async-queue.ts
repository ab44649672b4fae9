import type { Database } from '../../protocols/database.ts';
import type { Work } from '../work.ts';

/** The events on their way to functions that nobody waits for. */
export type AsyncQueue = {
  /** The event is kept when this returns, and until it is handled or given up. */
  send(arn: string, payload: string): void;
  /** Takes up what was on its way when the database was last closed. */
  resume(): void;
};

export type AsyncQueuePorts = {
  readonly database: Database;
  readonly work: Work;
  /** Ends when the event is handled or given up. */
  readonly deliver: (arn: string, payload: string) => Promise<void>;
  /** Aborted when the cloud stops: what was not done by then is done after the next start. */
  readonly signal: AbortSignal;
};

export const asyncQueueSchema = `
  CREATE TABLE IF NOT EXISTS asyncEvent (id INTEGER PRIMARY KEY, arn TEXT NOT NULL, payload TEXT NOT NULL);`;

type AsyncEvent = { readonly id: number | bigint; readonly arn: string; readonly payload: string };

export function createAsyncQueue({ database, work, deliver, signal }: AsyncQueuePorts): AsyncQueue {
  const left = database.statement('SELECT * FROM asyncEvent ORDER BY id').all() as AsyncEvent[]; // as the schema says
  const handle = async ({ id, arn, payload }: AsyncEvent): Promise<void> => {
    const end = work.begin('event');
    // a function that was there when the event was sent may be gone
    const drop = (error: unknown) => signal.aborted || console.error(`event for ${arn} dropped:`, error);
    await deliver(arn, payload).catch(drop);
    if (!signal.aborted) database.statement('DELETE FROM asyncEvent WHERE id = ?').run(id);
    end();
  };
  return {
    send(arn, payload) {
      const insert = database.statement('INSERT INTO asyncEvent (arn, payload) VALUES (?, ?)');
      void handle({ id: insert.run(arn, payload).lastInsertRowid, arn, payload });
    },
    resume() {
      for (const event of left.splice(0)) void handle(event);
    },
  };
}
