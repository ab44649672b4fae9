import type { Change } from '../storage/change.ts';
import { keys, type LevelDatabase, type LevelOperation, type TableDescription } from '../storage/dynalite.ts';
import type { Item } from '../storage/item.ts';
import { keyAttributes } from '../streams/table-stream.ts';

// expiry times are kept sorted beside the items, so that a sweep costs what is due and not what exists

// DynamoDB leaves alone what would have expired more than five years ago
const FIVE_YEARS_SECONDS = 5 * 365 * 86_400;

const DIGITS = 12;

export type Expiring = { readonly table: TableDescription; readonly attribute: string };

/** The second at which an item expires: only a Number counts, as seconds since 1970. */
export function expirySecond(item: Item | undefined, attribute: string): number | undefined {
  const second = Math.floor(Number(item?.[attribute]?.N ?? Number.NaN));
  return second > 0 && second < 10 ** DIGITS ? second : undefined;
}

/** What keeps the sorted expiry times in step with one change of an item. */
export function expiryOperations({ table, attribute }: Expiring, change: Change): LevelOperation[] {
  const before = expirySecond(change.before, attribute);
  const after = expirySecond(change.after, attribute);
  if (before === after) return [];
  const operations: LevelOperation[] = [];
  if (before !== undefined) {
    operations.push({ type: 'del', key: expiryKey(change.table, before, change.key) });
  }
  if (after !== undefined && change.after !== undefined) {
    const value = keyAttributes(change.after, table);
    operations.push({ type: 'put', key: expiryKey(change.table, after, change.key), value });
  }
  return operations;
}

/** The keys of the items that have expired by now. */
export async function expiredKeys(database: LevelDatabase, table: string, now: number): Promise<Item[]> {
  const second = Math.ceil(now / 1000);
  const gte = expiryKey(table, Math.max(second - FIVE_YEARS_SECONDS, 0), '');
  const entries = await database.iterator({ gte, lt: expiryKey(table, second, '') }).all();
  // only expiryOperations() writes here
  return entries.map(([, value]) => value as Item);
}

/** Sorts the items a table had before its TTL was switched on. */
export async function expiryOperationsOfTable(
  database: LevelDatabase,
  expiring: Expiring,
): Promise<LevelOperation[]> {
  const { table } = expiring;
  const prefix = `item-${table.TableName}~`;
  const entries = await database.iterator({ gt: prefix, lt: `${prefix}~` }).all();
  return entries.flatMap(([, value]) => {
    // dynalite stores items, and nothing else, under this prefix
    const after = value as Item;
    const key = keys.createKey(after, table);
    return expiryOperations(expiring, { table: table.TableName, key, before: undefined, after });
  });
}

export function expiryPrefix(table: string): string {
  return `ttl-${table}~`;
}

function expiryKey(table: string, second: number, key: string): string {
  return `${expiryPrefix(table)}${String(second).padStart(DIGITS, '0')}~${key}`;
}
