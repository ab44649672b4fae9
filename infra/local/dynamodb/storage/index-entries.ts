import type { Change } from './change.ts';
import { type IndexDescription, keys, type LevelOperation, type TableDescription } from './dynalite.ts';
import { type Item, isSameValue } from './item.ts';

/** One index of a table and what it holds of an item before and after a change. */
export type EntryChange = {
  readonly index: Index;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Whether the entry keeps its key. */
  readonly staysInPlace: boolean;
};

type Index = IndexDescription & { readonly kind: 'global' | 'local' };

export function entryChanges(
  table: TableDescription,
  { before, after }: Pick<Change, 'before' | 'after'>,
): EntryChange[] {
  return indexesOf(table).map((index) => {
    const [was, is] = [before, after].map((item) => projected(item, index, table));
    const staysInPlace = index.KeySchema.every(({ AttributeName: name }) =>
      isSameValue(was?.[name], is?.[name]),
    );
    return { index, before: was, after: is, staysInPlace };
  });
}

/** What keeps the indexes in step with one change of an item. */
export function indexOperations(table: TableDescription, change: Change): LevelOperation[] {
  return entryChanges(table, change).flatMap(({ index, before, after, staysInPlace }) => {
    const prefix = `index-${index.kind}~${table.TableName}~${index.IndexName}~`;
    const key = (entry: Item): string => prefix + entryKey(entry, table, index.KeySchema);
    return [
      ...(before === undefined || staysInPlace ? [] : [{ type: 'del', key: key(before) } as const]),
      ...(after === undefined ? [] : [{ type: 'put', key: key(after), value: after } as const]),
    ];
  });
}

/** dynalite tells entries of equal index keys apart by 24 bits of a hash: thousands of them would overwrite each other. */
export function entryKey(entry: Item, table: TableDescription, schema = table.KeySchema): string {
  return keys.createKey(entry, table, schema) + keys.createKey(entry, table);
}

function indexesOf(table: TableDescription): Index[] {
  return [
    ...(table.GlobalSecondaryIndexes ?? []).map((index) => ({ ...index, kind: 'global' }) as const),
    ...(table.LocalSecondaryIndexes ?? []).map((index) => ({ ...index, kind: 'local' }) as const),
  ];
}

// an item without all of an index's key attributes is not in it
function projected(
  item: Item | undefined,
  index: IndexDescription,
  table: TableDescription,
): Item | undefined {
  const keyNames = index.KeySchema.map((key) => key.AttributeName);
  if (item === undefined || !keyNames.every((name) => name in item)) return undefined;
  const { ProjectionType: type, NonKeyAttributes: others = [] } = index.Projection;
  if (type === 'ALL') return item;
  const names = new Set([...keyNames, ...table.KeySchema.map((key) => key.AttributeName), ...others]);
  return Object.fromEntries(Object.entries(item).filter(([name]) => names.has(name)));
}
