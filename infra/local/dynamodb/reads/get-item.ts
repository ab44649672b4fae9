import { consumedCapacity } from '../capacity/consumed.ts';
import { readCost, readUnits } from '../capacity/read-units.ts';
import { checkInput } from '../storage/dynalite.ts';
import { itemBytes } from '../storage/item.ts';
import { type CompiledRead, getWhole, projected } from './read-answer.ts';
import type { Reader } from './reader.ts';

export async function getItem({ store, charge }: Reader, input: Record<string, unknown>): Promise<object> {
  const read = checkInput(store, 'getItem', input) as CompiledRead; // as dynalite compiles it
  const item = await getWhole(store, read);
  const units = readUnits(itemBytes(item ?? {}), readCost(read.ConsistentRead));
  const consumed = charge([{ table: read.TableName, kind: 'read', units }]);
  const [capacity] = consumedCapacity(consumed, input.ReturnConsumedCapacity) ?? [];
  return { Item: item && projected(item, read), ConsumedCapacity: capacity };
}
