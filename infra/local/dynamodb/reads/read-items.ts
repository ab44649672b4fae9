import { consumedCapacity } from '../capacity/consumed.ts';
import { readCost, readUnits } from '../capacity/read-units.ts';
import { checkInput } from '../storage/dynalite.ts';
import { itemBytes } from '../storage/item.ts';
import { type CompiledRead, filtered, projected, readPage } from './read-answer.ts';
import type { Reader } from './reader.ts';

/** Query or Scan: what is read counts, then the filter leaves items out. */
export async function readItems(
  { store, charge }: Reader,
  action: 'query' | 'scan',
  input: Record<string, unknown>,
): Promise<object> {
  const { ConsistentRead, ...rest } = input;
  // every read is consistent here, of which dynalite's scan does not know
  const read = { ...checkInput(store, action, rest), ConsistentRead } as CompiledRead;
  const page = await readPage(store, action, read);
  const bytes = page.Items.reduce((total, item) => total + itemBytes(item), 0);
  const units = readUnits(bytes, readCost(read.ConsistentRead));
  const consumed = charge([{ table: read.TableName, ...indexOf(read), kind: 'read', units }]);
  const [capacity] = consumedCapacity(consumed, input.ReturnConsumedCapacity) ?? [];
  const items = filtered(page.Items, read);
  return {
    ...page,
    Items: read.Select === 'COUNT' ? undefined : items.map((item) => projected(item, read)),
    Count: items.length,
    ConsumedCapacity: capacity,
  };
}

function indexOf({ IndexName: index }: CompiledRead): { index?: string } {
  return index === undefined ? {} : { index };
}
