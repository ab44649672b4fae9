import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../../protocols/database.ts';
import type { Execution, HistoryEvent, StoredEvent } from './execution.ts';

export const executionSchema = `
  CREATE TABLE IF NOT EXISTS execution (
    arn TEXT PRIMARY KEY, machineArn TEXT NOT NULL, name TEXT NOT NULL, definition INTEGER NOT NULL,
    input TEXT NOT NULL, startedAt INTEGER NOT NULL, deadlineAt INTEGER NOT NULL,
    status TEXT NOT NULL, stoppedAt INTEGER, output TEXT, error TEXT, cause TEXT,
    transitions INTEGER NOT NULL, events INTEGER NOT NULL,
    phase TEXT NOT NULL, state TEXT NOT NULL, stateInput TEXT NOT NULL, enteredAt INTEGER NOT NULL,
    wakeAt INTEGER, timeoutAt INTEGER, token TEXT NOT NULL, retries TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS executionWake ON execution (wakeAt) WHERE wakeAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executionDeadline ON execution (deadlineAt) WHERE status = 'RUNNING';
  CREATE INDEX IF NOT EXISTS executionToken ON execution (token);
  CREATE INDEX IF NOT EXISTS executionMachine ON execution (machineArn, startedAt);
  CREATE TABLE IF NOT EXISTS event (
    execution TEXT NOT NULL, id INTEGER NOT NULL, at INTEGER NOT NULL, type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, id)) WITHOUT ROWID;
  CREATE TABLE IF NOT EXISTS untold (execution TEXT PRIMARY KEY) WITHOUT ROWID;`;

/** What was written about an execution in one go. */
export type Written = {
  readonly execution: Execution;
  readonly events: readonly HistoryEvent[];
  readonly at: number;
};

export type Page = { readonly offset: number; readonly limit: number };

/** Executions and their histories in the database. */
export type ExecutionTable = {
  find(arn: string): Execution | undefined;
  findByToken(token: string): Execution | undefined;
  write(written: Written): void;
  remove(arn: string): void;
  /** Those that go on by now, in the order of their instants. */
  due(now: number): readonly Execution[];
  overdue(now: number): readonly Execution[];
  /** The next instant at which something goes on by itself or has taken too long. */
  nextWake(): number | undefined;
  running(): readonly Execution[];
  /** Those that have started or ended without `tell` having been called since. */
  untold(): readonly Execution[];
  tell(arn: string): void;
  isRunning(machineArn: string): boolean;
  list(machineArn: string, status: string | undefined, page: Page): readonly Execution[];
  all(): readonly Execution[];
  history(arn: string, isReversed: boolean, page: Page): readonly StoredEvent[];
};

const columns = [
  ...['arn', 'machineArn', 'name', 'definition', 'input', 'startedAt', 'deadlineAt'],
  ...['status', 'stoppedAt', 'output', 'error', 'cause', 'transitions', 'events'],
  ...['phase', 'state', 'stateInput', 'enteredAt', 'wakeAt', 'timeoutAt', 'token', 'retries'],
];
const parameters = columns.map((name) => `:${name}`).join(', ');
const replaceSql = `INSERT OR REPLACE INTO execution (${columns.join(', ')}) VALUES (${parameters})`;
const insertEventSql = 'INSERT INTO event VALUES (?, ?, ?, ?, ?)';
const nextWakeSql = `SELECT min(at) AS at FROM (
  SELECT min(wakeAt) AS at FROM execution WHERE wakeAt IS NOT NULL
  UNION ALL SELECT min(deadlineAt) AS at FROM execution WHERE status = 'RUNNING')`;

export function createExecutionTable(database: Database): ExecutionTable {
  const rows = (sql: string, ...values: SQLInputValue[]): Execution[] =>
    // only write() below makes these rows
    database.statement(`SELECT * FROM execution ${sql}`).all(...values) as Execution[];
  return {
    find: (arn) => rows('WHERE arn = ?', arn)[0],
    findByToken: (token) => rows('WHERE token = ? AND status = ?', token, 'RUNNING')[0],
    write: (written) => database.transaction(() => write(database, written)),
    remove: (arn) => remove(database, arn),
    due: (now) => rows('WHERE wakeAt <= ? ORDER BY wakeAt, startedAt, arn', now),
    overdue: (now) => rows("WHERE status = 'RUNNING' AND deadlineAt <= ? ORDER BY deadlineAt", now),
    nextWake() {
      const found = database.statement(nextWakeSql).get() as { at: number | null } | undefined; // as the query says
      return found?.at ?? undefined;
    },
    running: () => rows("WHERE status = 'RUNNING' ORDER BY startedAt"),
    untold: () => rows('WHERE arn IN (SELECT execution FROM untold) ORDER BY startedAt'),
    tell: (arn) => void database.statement('DELETE FROM untold WHERE execution = ?').run(arn),
    isRunning: (machineArn) =>
      rows("WHERE machineArn = ? AND status = 'RUNNING' LIMIT 1", machineArn).length > 0,
    // the newest first, as ListExecutions has it
    list: (machineArn, status, { offset, limit }) =>
      rows(
        'WHERE machineArn = ? AND (?2 IS NULL OR status = ?2) ORDER BY startedAt DESC, arn LIMIT ? OFFSET ?',
        ...[machineArn, status ?? null, limit, offset],
      ),
    all: () => rows('ORDER BY startedAt, arn'),
    history: (arn, isReversed, page) => history(database, { arn, isReversed, page }),
  };
}

function write(database: Database, { execution, events, at }: Written): void {
  database.statement(replaceSql).run(execution);
  const first = execution.events - events.length + 1;
  for (const [index, { type, details }] of events.entries()) {
    database
      .statement(insertEventSql)
      .run(execution.arn, first + index, at, type, JSON.stringify(details ?? {}));
  }
  // its start and its end are events of the execution itself
  if (events.some(({ type }) => type.startsWith('Execution')))
    database.statement('INSERT OR REPLACE INTO untold VALUES (?)').run(execution.arn);
}

function remove(database: Database, arn: string): void {
  database.transaction(() => {
    database.statement('DELETE FROM event WHERE execution = ?').run(arn);
    database.statement('DELETE FROM execution WHERE arn = ?').run(arn);
  });
}

type Asked = { readonly arn: string; readonly isReversed: boolean; readonly page: Page };

function history(database: Database, { arn, isReversed, page }: Asked): StoredEvent[] {
  const order = isReversed ? 'DESC' : 'ASC';
  const sql = `SELECT id, at, type, details FROM event WHERE execution = ? ORDER BY id ${order} LIMIT ? OFFSET ?`;
  // only write() above makes these rows
  return database.statement(sql).all(arn, page.limit, page.offset) as StoredEvent[];
}
