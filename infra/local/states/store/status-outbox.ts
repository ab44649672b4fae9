import type { Database } from '../../protocols/database.ts';

export const statusOutboxSchema = `
  CREATE TABLE IF NOT EXISTS statusEvent (id INTEGER PRIMARY KEY AUTOINCREMENT, event TEXT NOT NULL);`;

export type OutgoingStatus = { readonly id: number; readonly event: string };

/** Status events that were not accepted yet, written with the change they tell of. */
export type StatusOutbox = {
  add(event: string): OutgoingStatus;
  all(): readonly OutgoingStatus[];
  remove(id: number): void;
};

export function createStatusOutbox(database: Database): StatusOutbox {
  return {
    add(event) {
      const { lastInsertRowid } = database.statement('INSERT INTO statusEvent (event) VALUES (?)').run(event);
      return { id: Number(lastInsertRowid), event };
    },
    // only add() makes these rows
    all: () => database.statement('SELECT id, event FROM statusEvent ORDER BY id').all() as OutgoingStatus[],
    remove: (id) => void database.statement('DELETE FROM statusEvent WHERE id = ?').run(id),
  };
}
