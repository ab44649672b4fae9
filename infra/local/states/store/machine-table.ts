import type { Database } from '../../protocols/database.ts';

/** A state machine; its definition and role may change, each change is a row of its own. */
export type StateMachine = {
  readonly arn: string;
  readonly name: string;
  readonly status: 'ACTIVE' | 'DELETING';
  /** The definition that executions start with now. */
  readonly current: number;
  readonly roleArn: string;
  readonly logging: string;
  readonly createdAt: number;
};

export const machineSchema = `
  CREATE TABLE IF NOT EXISTS machine (
    arn TEXT PRIMARY KEY, name TEXT NOT NULL, status TEXT NOT NULL, current INTEGER NOT NULL,
    roleArn TEXT NOT NULL, logging TEXT NOT NULL, createdAt INTEGER NOT NULL);
  CREATE TABLE IF NOT EXISTS definition (id INTEGER PRIMARY KEY AUTOINCREMENT, text TEXT NOT NULL);`;

/** State machines and every definition they had in the database. */
export type MachineTable = {
  find(arn: string): StateMachine | undefined;
  list(): readonly StateMachine[];
  save(machine: StateMachine): void;
  /** Removes a machine that is being deleted, once nothing of it runs. */
  removeDeleting(arn: string): void;
  /** Answers the id of the definition. */
  addDefinition(text: string): number;
  definition(id: number): string;
};

const saveSql = `INSERT OR REPLACE INTO machine (arn, name, status, current, roleArn, logging, createdAt)
  VALUES (:arn, :name, :status, :current, :roleArn, :logging, :createdAt)`;

const removeDeletingSql = `DELETE FROM machine WHERE arn = ?1 AND status = 'DELETING'
  AND NOT EXISTS (SELECT 1 FROM execution WHERE machineArn = ?1 AND status = 'RUNNING' AND parent IS NULL)`;

export function createMachineTable(database: Database): MachineTable {
  return {
    // only save() makes these rows
    find: (arn) =>
      database.statement('SELECT * FROM machine WHERE arn = ?').get(arn) as StateMachine | undefined,
    list: () => database.statement('SELECT * FROM machine ORDER BY name').all() as StateMachine[],
    save: (machine) => void database.statement(saveSql).run(machine),
    removeDeleting: (arn) => void database.statement(removeDeletingSql).run(arn),
    addDefinition(text) {
      const { lastInsertRowid } = database.statement('INSERT INTO definition (text) VALUES (?)').run(text);
      return Number(lastInsertRowid);
    },
    definition(id) {
      const found = database.statement('SELECT text FROM definition WHERE id = ?').get(id);
      if (found === undefined) throw new Error(`no definition ${id}, although an execution refers to it`);
      return String(found.text);
    },
  };
}
