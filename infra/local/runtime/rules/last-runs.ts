import type { Database } from '../../protocols/database.ts';

/** Until when each rule has run. */
export type LastRuns = {
  load(rule: string): number | undefined;
  save(rule: string, at: number): void;
};

export const lastRunSchema = `
  CREATE TABLE IF NOT EXISTS lastRun (rule TEXT PRIMARY KEY, at INTEGER NOT NULL) WITHOUT ROWID;`;

export function createLastRuns(database: Database): LastRuns {
  return {
    load(rule) {
      const row = database.statement('SELECT at FROM lastRun WHERE rule = ?').get(rule);
      return row === undefined ? undefined : Number(row.at);
    },
    save: (rule, at) => void database.statement('INSERT OR REPLACE INTO lastRun VALUES (?, ?)').run(rule, at),
  };
}
