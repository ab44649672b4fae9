import type { SQLInputValue } from 'node:sqlite';
import type { Database } from '../../protocols/database.ts';
import type { StoredMessage } from './message.ts';

export const messageSchema = `
  CREATE TABLE IF NOT EXISTS message (
    id INTEGER PRIMARY KEY AUTOINCREMENT, queue TEXT NOT NULL, messageId TEXT NOT NULL,
    body TEXT NOT NULL, attributes TEXT NOT NULL, sender TEXT NOT NULL, sourceArn TEXT,
    sentAt INTEGER NOT NULL, visibleAt INTEGER NOT NULL, expiresAt INTEGER NOT NULL,
    receiveCount INTEGER NOT NULL, firstReceivedAt INTEGER);
  CREATE INDEX IF NOT EXISTS messageVisible ON message (queue, visibleAt);
  CREATE INDEX IF NOT EXISTS messageWake ON message (visibleAt);
  CREATE INDEX IF NOT EXISTS messageExpiry ON message (expiresAt);`;

export type MessageCounts = { readonly visible: number; readonly inFlight: number; readonly delayed: number };

/** The messages of all queues in the database. */
export type MessageTable = {
  insert(message: Omit<StoredMessage, 'id'>): void;
  save(message: StoredMessage): void;
  find(id: number): StoredMessage | undefined;
  remove(id: number): void;
  removeAll(queue: string): void;
  /** Removes what was kept for as long as its queue keeps messages. */
  removeExpired(now: number): void;
  /** Those that can be received, the longest visible first. */
  visible(queue: string, now: number, limit: number): readonly StoredMessage[];
  /** Those that could be received but were so often enough. */
  wornOut(queue: string, now: number, maxReceiveCount: number): readonly StoredMessage[];
  /** Those that were received and are neither deleted nor visible again. */
  inFlight(queue: string, now: number): readonly StoredMessage[];
  list(queue: string): readonly StoredMessage[];
  counts(queue: string, now: number): MessageCounts;
  /** The next instant after now at which a message becomes visible, or any at which one expires. */
  nextChange(now: number): number | undefined;
};

const columns = [
  ...['queue', 'messageId', 'body', 'attributes', 'sender', 'sourceArn'],
  ...['sentAt', 'visibleAt', 'expiresAt', 'receiveCount', 'firstReceivedAt'],
];
const insertSql = `INSERT INTO message (${columns.join(', ')}) VALUES (${columns.map((name) => `:${name}`).join(', ')})`;
const saveSql = `UPDATE message SET ${columns.map((name) => `${name} = :${name}`).join(', ')} WHERE id = :id`;
const nextChangeSql = `SELECT min(at) AS at FROM (
  SELECT min(visibleAt) AS at FROM message WHERE visibleAt > ?
  UNION ALL SELECT min(expiresAt) AS at FROM message)`;
const countSql = `SELECT sum(visibleAt <= ?1) AS visible, sum(visibleAt > ?1 AND receiveCount > 0) AS inFlight,
  sum(visibleAt > ?1 AND receiveCount = 0) AS delayed FROM message WHERE queue = ?2`;

export function createMessageTable(database: Database): MessageTable {
  const all = (where: string, ...values: SQLInputValue[]): readonly StoredMessage[] =>
    database
      .statement(`SELECT * FROM message WHERE ${where}`)
      .all(...values)
      .map(fromRow);
  const run = (sql: string, ...values: SQLInputValue[]) => void database.statement(sql).run(...values);
  return {
    insert: (message) => void database.statement(insertSql).run(toRow(message)),
    save: (message) => void database.statement(saveSql).run(toRow(message)),
    find: (id) => all('id = ?', id)[0],
    remove: (id) => run('DELETE FROM message WHERE id = ?', id),
    removeAll: (queue) => run('DELETE FROM message WHERE queue = ?', queue),
    removeExpired: (now) => run('DELETE FROM message WHERE expiresAt <= ?', now),
    visible: (queue, now, limit) =>
      all(
        'queue = ?1 AND visibleAt <= ?2 AND expiresAt > ?2 ORDER BY visibleAt, id LIMIT ?3',
        queue,
        now,
        limit,
      ),
    wornOut: (queue, now, maxReceiveCount) =>
      all('queue = ? AND visibleAt <= ? AND receiveCount >= ? ORDER BY id', queue, now, maxReceiveCount),
    inFlight: (queue, now) => all('queue = ? AND visibleAt > ? AND receiveCount > 0', queue, now),
    list: (queue) => all('queue = ? ORDER BY id', queue),
    counts(queue, now) {
      const { visible, inFlight, delayed } = database.statement(countSql).get(now, queue) ?? {};
      return { visible: Number(visible), inFlight: Number(inFlight), delayed: Number(delayed) };
    },
    nextChange(now) {
      const at = database.statement(nextChangeSql).get(now)?.at;
      return typeof at === 'number' ? at : undefined;
    },
  };
}

function toRow(message: Omit<StoredMessage, 'id'>): Record<string, SQLInputValue> {
  return { ...message, attributes: JSON.stringify(message.attributes) };
}

// only this module writes the rows
function fromRow(row: Record<string, unknown>): StoredMessage {
  return { ...row, attributes: JSON.parse(String(row.attributes)) } as StoredMessage;
}
