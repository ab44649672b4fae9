import type { LevelOperation, TableDescription } from './dynalite.ts';
import { indexOperations } from './index-entries.ts';
import { type Item, isSameItem } from './item.ts';

/** What one item was and becomes; `key` is its key inside the table. */
export type Change = {
  readonly table: string;
  readonly key: string;
  readonly before: Item | undefined;
  readonly after: Item | undefined;
};

/** Whether a write changes anything: AWS writes no stream record and no index entry when it does not. */
export function isChange({ before, after }: Change): boolean {
  if (before === undefined || after === undefined) return before !== after;
  return !isSameItem(before, after);
}

/** What stores a changed item and its index entries. */
export function operationsOf(change: Change, table: TableDescription): LevelOperation[] {
  const key = itemPrefix(change.table) + change.key;
  const item: LevelOperation =
    change.after === undefined ? { type: 'del', key } : { type: 'put', key, value: change.after };
  return [item, ...indexOperations(table, change)];
}

/** Where dynalite keeps the items of a table. */
export function itemPrefix(table: string): string {
  return `item-${table}~`;
}
