import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseSync, type StatementSync } from 'node:sqlite';

/** One SQLite database, in memory without a folder; statements are prepared once. */
export type Database = {
  statement(sql: string): StatementSync;
  /** All of it is written, or nothing; within another it is a part of that. */
  transaction<T>(work: () => T): T;
  close(): void;
};

/** Opens `<folder>/<name>.sqlite` and makes sure of its schema. */
export function openDatabase(folder: string | undefined, name: string, schema: string): Database {
  const database = new DatabaseSync(pathOf(folder, name));
  // what was committed survives the death of this process, which is all a laptop needs
  // what is deleted is overwritten: it may be about a person
  database.exec('PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA secure_delete = ON');
  database.exec(schema);
  const statements = new Map<string, StatementSync>();
  return {
    statement(sql) {
      const known = statements.get(sql);
      if (known !== undefined) return known;
      const prepared = database.prepare(sql);
      statements.set(sql, prepared);
      return prepared;
    },
    transaction: (work) => inTransaction(database, work),
    close: () => database.close(),
  };
}

function inTransaction<T>(database: DatabaseSync, work: () => T): T {
  if (database.isTransaction) return work();
  database.exec('BEGIN IMMEDIATE');
  try {
    const result = work();
    database.exec('COMMIT');
    return result;
  } catch (error) {
    database.exec('ROLLBACK');
    throw error;
  }
}

function pathOf(folder: string | undefined, name: string): string {
  if (folder === undefined) return ':memory:';
  mkdirSync(folder, { recursive: true });
  return join(folder, `${name}.sqlite`);
}
