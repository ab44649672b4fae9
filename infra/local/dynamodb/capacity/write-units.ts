import type { Change } from '../storage/change.ts';
import type { TableDescription } from '../storage/dynalite.ts';
import { type EntryChange, entryChanges } from '../storage/index-entries.ts';
import { type Item, isSameItem, itemBytes } from '../storage/item.ts';
import type { Consumed } from './consumed.ts';

const BYTES_PER_UNIT = 1024;

type Images = Pick<Change, 'before' | 'after'>;

/** What writing an item consumes: of the table by its larger image, of each index by what changes there. */
export function writeUnits(table: TableDescription, images: Images, perItem = 1): Consumed[] {
  const indexes = entryChanges(table, images).map((entry) => ({
    index: entry.index.IndexName,
    units: entryUnits(entry),
  }));
  return [
    ...writeUnitsOfTable(table, images, perItem),
    ...indexes
      .filter(({ units }) => units > 0)
      .map((used) => ({ ...used, table: table.TableName, kind: 'write' as const })),
  ];
}

/** A write that was refused by its condition, or only checked one, consumes as much of the table, and nothing of indexes. */
export function writeUnitsOfTable(table: TableDescription, images: Images, perItem = 1): Consumed[] {
  const units = perItem * Math.max(unitsOf(images.before), unitsOf(images.after));
  return [{ table: table.TableName, kind: 'write', units }];
}

// a change of the index key is a deletion and a put
function entryUnits({ before, after, staysInPlace }: EntryChange): number {
  if (before === undefined && after === undefined) return 0;
  if (before === undefined || after === undefined) return unitsOf(before ?? after);
  if (!staysInPlace) return unitsOf(before) + unitsOf(after);
  return isSameItem(before, after) ? 0 : Math.max(unitsOf(before), unitsOf(after));
}

function unitsOf(item: Item | undefined): number {
  return Math.max(1, Math.ceil(itemBytes(item ?? {}) / BYTES_PER_UNIT));
}
