import { keys } from '../storage/dynalite.ts';
import type { Item } from '../storage/item.ts';
import { SERVICE_IDENTITY } from '../streams/table-stream.ts';
import type { Table } from '../tables.ts';
import { forgetTokens } from '../transactions/tokens.ts';
import type { Transactions } from '../transactions/transact-write.ts';
import { expiredKeys, expirySecond } from './expiries.ts';

const LAST_KEY = '\uffff';
const STREAM_RETENTION_MS = 24 * 60 * 60_000;

/** Deletes what has expired, as DynamoDB does in the background; answers how many items. */
export async function sweep(transactions: Transactions, now: number): Promise<number> {
  let deleted = 0;
  for (const table of transactions.writer.tables.all()) {
    for (const key of await expiredKeys(transactions.database, table.description.TableName, now)) {
      if (await deleteExpired(transactions, { table, key, now })) deleted += 1;
    }
    await table.stream?.trim(now - STREAM_RETENTION_MS);
  }
  await forgetTokens(transactions);
  // what was deleted leaves the files too
  await transactions.database.compactRange?.('', LAST_KEY);
  return deleted;
}

async function deleteExpired(
  { writer }: Transactions,
  expired: { table: Table; key: Item; now: number },
): Promise<boolean> {
  const { description, settings } = expired.table;
  const input = { TableName: description.TableName, Key: expired.key };
  const lock = `${description.TableName}\0${keys.createKey(expired.key, description)}`;
  return writer.locks.hold([lock], async () => {
    const outcome = await writer.attempt('deleteItem', input);
    if (outcome.status === 'refused') throw outcome.error;
    // a write since the item was found may have put its expiry off
    const second = expirySecond(outcome.changes[0]?.before, settings.ttlAttribute ?? '');
    if (second === undefined || second * 1000 >= expired.now) return false;
    await writer.commit([outcome], { identity: SERVICE_IDENTITY });
    return true;
  });
}
