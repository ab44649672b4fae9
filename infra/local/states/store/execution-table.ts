import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../../protocols/database.ts';
import type { Json } from '../../runtime/template/json.ts';
import { type Execution, type NumberedEvent, rootArn, type StoredEvent, topArn } from './execution.ts';

export const executionSchema = `
  CREATE TABLE IF NOT EXISTS execution (
    arn TEXT PRIMARY KEY, parent TEXT, branch INTEGER NOT NULL, iterationOf TEXT, item TEXT,
    machineArn TEXT NOT NULL, name TEXT NOT NULL, definition INTEGER NOT NULL,
    input TEXT NOT NULL, startedAt INTEGER NOT NULL, deadlineAt INTEGER NOT NULL,
    status TEXT NOT NULL, stoppedAt INTEGER, output TEXT, error TEXT, cause TEXT,
    transitions INTEGER NOT NULL, events INTEGER NOT NULL, lastEvent INTEGER NOT NULL,
    phase TEXT NOT NULL, state TEXT NOT NULL, stateInput TEXT NOT NULL, enteredAt INTEGER NOT NULL,
    wakeAt INTEGER, timeoutAt INTEGER, token TEXT NOT NULL, retries TEXT NOT NULL);
  CREATE INDEX IF NOT EXISTS executionWake ON execution (wakeAt, startedAt, arn) WHERE wakeAt IS NOT NULL;
  CREATE INDEX IF NOT EXISTS executionDeadline ON execution (deadlineAt) WHERE status = 'RUNNING' AND parent IS NULL;
  CREATE INDEX IF NOT EXISTS executionToken ON execution (token);
  CREATE INDEX IF NOT EXISTS executionMachine ON execution (machineArn, startedAt) WHERE parent IS NULL;
  CREATE INDEX IF NOT EXISTS executionBranch ON execution (parent, phase, branch) WHERE parent IS NOT NULL;
  CREATE TABLE IF NOT EXISTS event (
    execution TEXT NOT NULL, id INTEGER NOT NULL, previous INTEGER NOT NULL, at INTEGER NOT NULL,
    type TEXT NOT NULL, details TEXT NOT NULL,
    PRIMARY KEY (execution, id)) WITHOUT ROWID;`;

/** What is written about an execution, or a branch of one, in one go. */
export type Written = {
  readonly execution: Execution;
  readonly events: readonly NumberedEvent[];
  /** Those that it has entered since. */
  readonly transitions: number;
  /** Branches that begin with this. */
  readonly branches: readonly Execution[];
  readonly dropsBranches: boolean;
  readonly at: number;
};

export type Page = { readonly offset: number; readonly limit: number };

/** Executions, their branches and their histories in the database. */
export type ExecutionTable = {
  find(arn: string): Execution | undefined;
  findByToken(token: string): Execution | undefined;
  /** Writes one row as it is. */
  save(execution: Execution): void;
  /** Answers the ARNs of the branches that are gone with it. */
  write(written: Written): readonly string[];
  remove(arn: string): void;
  /** The ARNs of those that go on by now, in the order of their instants. */
  due(now: number, limit: number): readonly string[];
  overdue(now: number, limit: number): readonly Execution[];
  /** The next instant at which something goes on by itself or has taken too long. */
  nextWake(): number | undefined;
  /** What was ready or in a call. */
  interrupted(): readonly Execution[];
  list(machineArn: string, status: string | undefined, page: Page): readonly Execution[];
  all(): readonly Execution[];
  history(arn: string, isReversed: boolean, page: Page): readonly StoredEvent[];
  /** The next branch that waits for its turn. */
  nextQueued(parent: string): Execution | undefined;
  /** The branches that run. */
  unfinished(parent: string): readonly Execution[];
  /** What the branches answered, in their order. */
  outputs(parent: string): readonly Json[];
};

const columns = [
  ...['arn', 'parent', 'branch', 'iterationOf', 'item', 'machineArn', 'name', 'definition', 'input'],
  ...['startedAt', 'deadlineAt', 'status', 'stoppedAt', 'output', 'error', 'cause'],
  ...['transitions', 'events', 'lastEvent', 'phase', 'state', 'stateInput', 'enteredAt'],
  ...['wakeAt', 'timeoutAt', 'token', 'retries'],
];
const parameters = columns.map((name) => `:${name}`).join(', ');
const replaceSql = `INSERT OR REPLACE INTO execution (${columns.join(', ')}) VALUES (${parameters})`;
const insertEventSql =
  'INSERT INTO event (execution, id, previous, at, type, details) VALUES (?, ?, ?, ?, ?, ?)';
const countEventsSql = 'UPDATE execution SET events = events + ? WHERE arn = ?';
const countTransitionsSql = 'UPDATE execution SET transitions = transitions + ? WHERE arn = ?';
const dueSql = 'SELECT arn FROM execution WHERE wakeAt <= ? ORDER BY wakeAt, startedAt, arn LIMIT ?';
// every ARN below begins with the ARN and a #, which $ follows
const dropSql = "DELETE FROM execution WHERE arn > ? || '#' AND arn < ? || '$' RETURNING arn";
const dropEventsSql = "DELETE FROM event WHERE execution > ? || '#' AND execution < ? || '$'";
const nextWakeSql = `SELECT min(at) AS at FROM (
  SELECT min(wakeAt) AS at FROM execution WHERE wakeAt IS NOT NULL
  UNION ALL SELECT min(deadlineAt) AS at FROM execution WHERE status = 'RUNNING' AND parent IS NULL)`;
const overdueSql =
  "WHERE status = 'RUNNING' AND parent IS NULL AND deadlineAt <= ? ORDER BY deadlineAt LIMIT ?";
const listSql = `WHERE parent IS NULL AND machineArn = ?1 AND (?2 IS NULL OR status = ?2)
  ORDER BY startedAt DESC, arn LIMIT ?3 OFFSET ?4`;

export function createExecutionTable(database: Database): ExecutionTable {
  const rows = (sql: string, ...values: SQLInputValue[]): Execution[] =>
    // only save() below makes these rows
    database.statement(`SELECT * FROM execution ${sql}`).all(...values) as Execution[];
  const save = (execution: Execution): void => void database.statement(replaceSql).run(execution);
  return {
    find: (arn) => rows('WHERE arn = ?', arn)[0],
    findByToken: (token) => rows('WHERE token = ? AND status = ?', token, 'RUNNING')[0],
    save,
    write: (written) => database.transaction(() => write(database, save, written)),
    remove: (arn) => remove(database, arn),
    // the query answers the ARN alone
    due: (now, limit) =>
      (database.statement(dueSql).all(now, limit) as { arn: string }[]).map(({ arn }) => arn),
    overdue: (now, limit) => rows(overdueSql, now, limit),
    nextWake() {
      const found = database.statement(nextWakeSql).get() as { at: number | null } | undefined; // as the query says
      return found?.at ?? undefined;
    },
    interrupted: () =>
      rows("WHERE phase IN ('starting', 'entering', 'repeating', 'calling') ORDER BY startedAt"),
    // the newest first, as ListExecutions has it
    list: (machineArn, status, { offset, limit }) =>
      rows(listSql, ...[machineArn, status ?? null, limit, offset]),
    all: () => rows('WHERE parent IS NULL ORDER BY startedAt, arn'),
    history: (arn, isReversed, page) => history(database, { arn, isReversed, page }),
    nextQueued: (parent) => rows("WHERE parent = ? AND phase = 'queued' ORDER BY branch LIMIT 1", parent)[0],
    unfinished: (parent) =>
      rows("WHERE parent = ? AND phase NOT IN ('queued', 'ended') ORDER BY branch", parent),
    outputs: (parent) =>
      rows('WHERE parent = ? ORDER BY branch', parent).map(({ output }) => JSON.parse(output ?? 'null')),
  };
}

function write(database: Database, save: (execution: Execution) => void, written: Written): string[] {
  const { execution, events, transitions, branches, dropsBranches, at } = written;
  const { arn } = execution;
  const root = rootArn(execution);
  save(execution);
  for (const { id, previous, type, details } of events) {
    const values = [root, id, previous, at, type, JSON.stringify(details ?? {})];
    database.statement(insertEventSql).run(...values);
  }
  // those of an execution that is written are in its row
  if (root !== arn) database.statement(countEventsSql).run(events.length, root);
  if (topArn(root) !== arn) database.statement(countTransitionsSql).run(transitions, topArn(root));
  for (const branch of branches) save(branch);
  if (!dropsBranches) return [];
  database.statement(dropEventsSql).run(arn, arn);
  // the query answers the ARN alone
  return (database.statement(dropSql).all(arn, arn) as { arn: string }[]).map((each) => each.arn);
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
  const sql = `SELECT id, previous, at, type, details FROM event WHERE execution = ? ORDER BY id ${order} LIMIT ? OFFSET ?`;
  // only write() above makes these rows
  return database.statement(sql).all(arn, page.limit, page.offset) as StoredEvent[];
}
