import type { Change } from './change.ts';
import { type IndexDescription, keys, type LevelOperation, type TableDescription } from './dynalite.ts';
import type { Item } from './item.ts';

/** One index of a table and what it holds of an item before and after a change. */
export type EntryChange = {
  readonly index: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
  /** Whether the entry stays where it is in the index. */
  readonly staysInPlace: boolean;
};

export function entryChanges(
  table: TableDescription,
  { before, after }: Pick<Change, 'before' | 'after'>,
): EntryChange[] {
  return indexesOf(table).map(({ description }) => {
    const [was, is] = [before, after].map((item) => projected(item, description, table));
    const staysInPlace =
      was !== undefined &&
      is !== undefined &&
      entryKey(was, table, description.KeySchema) === entryKey(is, table, description.KeySchema);
    return { index: description.IndexName, before: was, after: is, staysInPlace };
  });
}

/** What keeps the indexes in step with one change of an item. */
export function indexOperations(table: TableDescription, { before, after }: Change): LevelOperation[] {
  return indexesOf(table).flatMap(({ kind, description }) => {
    const prefix = `index-${kind}~${table.TableName}~${description.IndexName}~`;
    const [was, is] = [before, after].map((item) => projected(item, description, table));
    const key = (entry: Item): string => prefix + entryKey(entry, table, description.KeySchema);
    return [
      ...(was === undefined ? [] : [{ type: 'del', key: key(was) } as const]),
      ...(is === undefined ? [] : [{ type: 'put', key: key(is), value: is } as const]),
    ];
  });
}

/** dynalite tells entries of equal index keys apart by 24 bits of a hash: thousands of them would overwrite each other. */
export function entryKey(entry: Item, table: TableDescription, schema = table.KeySchema): string {
  return keys.createKey(entry, table, schema) + keys.createKey(entry, table);
}

function indexesOf(table: TableDescription): { kind: 'global' | 'local'; description: IndexDescription }[] {
  return [
    ...(table.GlobalSecondaryIndexes ?? []).map((description) => ({ kind: 'global', description }) as const),
    ...(table.LocalSecondaryIndexes ?? []).map((description) => ({ kind: 'local', description }) as const),
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
