import { type Consumed, consumedCapacity } from '../capacity/consumed.ts';
import { readCost, readUnits } from '../capacity/read-units.ts';
import { checkInput } from '../storage/dynalite.ts';
import { type Item, itemBytes } from '../storage/item.ts';
import { type CompiledRead, getWhole, projected } from './read-answer.ts';
import type { Reader } from './reader.ts';

const MAX_BYTES = 16 * 1024 * 1024;

type Wanted = CompiledRead & { readonly Keys: readonly Item[] };
type Found = {
  readonly table: string;
  readonly key: Item;
  readonly item: Item | undefined;
  readonly bytes: number;
};

/** BatchGetItem: each item costs as if it were read alone; what would exceed 16 MB is left for another call. */
export async function batchGet({ store, charge }: Reader, input: Record<string, unknown>): Promise<object> {
  const checked = checkInput(store, 'batchGetItem', input);
  const { RequestItems: tables } = checked as { RequestItems: Record<string, Wanted> }; // as dynalite compiles it
  const found = (await Promise.all(Object.entries(tables).map((wanted) => getAll(store, wanted)))).flat();
  const fits = fitting(found);
  const read = found.filter((_, index) => fits[index]);
  const left = found.filter((_, index) => !fits[index]);
  const consumed = charge(read.map((one) => consumedBy(one, tables[one.table]?.ConsistentRead)));
  return {
    Responses: mapTables(tables, (table, wanted) =>
      read.flatMap((one) => (one.table === table && one.item ? [projected(one.item, wanted)] : [])),
    ),
    UnprocessedKeys: unprocessed(left, input.RequestItems as Record<string, object>), // its shape is checked
    ConsumedCapacity: consumedCapacity(consumed, input.ReturnConsumedCapacity),
  };
}

function getAll(store: Reader['store'], [table, wanted]: [string, Wanted]): Promise<Found[]> {
  const { Keys: wantedKeys, ...rest } = wanted;
  return Promise.all(
    wantedKeys.map(async (key) => {
      const item = await getWhole(store, { ...rest, TableName: table, Key: key } as CompiledRead);
      return { table, key, item, bytes: itemBytes(item ?? {}) };
    }),
  );
}

function fitting(found: readonly Found[]): boolean[] {
  let total = 0;
  return found.map(({ bytes }) => {
    total += bytes;
    return total <= MAX_BYTES;
  });
}

function consumedBy({ table, bytes }: Found, isConsistent: unknown): Consumed {
  return { table, kind: 'read', units: readUnits(bytes, readCost(isConsistent)) };
}

function unprocessed(left: readonly Found[], asked: Record<string, object>): Record<string, object> {
  const tables = Map.groupBy(left, ({ table }) => table);
  return Object.fromEntries(
    [...tables].map(([table, found]) => [table, { ...asked[table], Keys: found.map(({ key }) => key) }]),
  );
}

function mapTables<From, To>(
  tables: Record<string, From>,
  map: (table: string, from: From) => To,
): Record<string, To> {
  return Object.fromEntries(Object.entries(tables).map(([table, from]) => [table, map(table, from)]));
}
