import type { Database } from '../../protocols/database.ts';

/** How far each shard has been handled. */
export type Checkpoints = {
  load(shard: string): string | undefined;
  save(shard: string, sequenceNumber: string): void;
};

export const checkpointSchema = `
  CREATE TABLE IF NOT EXISTS checkpoint (shard TEXT PRIMARY KEY, sequenceNumber TEXT NOT NULL) WITHOUT ROWID;`;

export function createCheckpoints(database: Database): Checkpoints {
  return {
    load(shard) {
      const row = database.statement('SELECT sequenceNumber FROM checkpoint WHERE shard = ?').get(shard);
      return row === undefined ? undefined : String(row.sequenceNumber);
    },
    save: (shard, sequenceNumber) =>
      void database.statement('INSERT OR REPLACE INTO checkpoint VALUES (?, ?)').run(shard, sequenceNumber),
  };
}
