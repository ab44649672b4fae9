import { AwsError } from '../protocols/service.ts';
import { type ItemWriter, refusal } from './item-writer.ts';
import { checkInput } from './storage/dynalite.ts';
import { type Item, itemBytes } from './storage/item.ts';

const MAX_ITEMS = 100;
const MAX_BYTES = 4 * 1024 * 1024;

/** TransactGetItems: all items as they were between two writes. */
export async function transactGet(writer: ItemWriter, input: Record<string, unknown>): Promise<object> {
  const reads = readItems(input.TransactItems).map((get) => checkInput(writer.tables.store, 'getItem', get));
  const targets = reads.map((read) => writer.target(read));
  const invalid = targets.find((target) => target.invalid !== undefined)?.invalid;
  if (invalid !== undefined) throw invalid;
  const locks = [...new Set(targets.map((target) => target.lock))];
  if (locks.length < targets.length) {
    throw new AwsError(
      'ValidationException',
      'Transaction request cannot include multiple operations on one item',
    );
  }
  const items = await writer.locks.hold(locks, () => Promise.all(reads.map((read) => getItem(writer, read))));
  if (items.reduce((total, item) => total + itemBytes(item ?? {}), 0) > MAX_BYTES) {
    throw new AwsError(
      'ValidationException',
      'Transaction size has exceeded the maximum allowed size of 4 MB',
    );
  }
  return { Responses: items.map((item) => (item === undefined ? {} : { Item: item })) };
}

function readItems(items: unknown): Record<string, unknown>[] {
  if (!Array.isArray(items) || items.length === 0 || items.length > MAX_ITEMS) {
    throw new AwsError('ValidationException', `TransactItems must hold 1 to ${MAX_ITEMS} items`);
  }
  return items.map((item: unknown) => {
    const get = typeof item === 'object' && item !== null && 'Get' in item ? item.Get : undefined;
    if (typeof get === 'object' && get !== null) return { ...get };
    throw new AwsError('ValidationException', 'each of TransactItems must hold a Get');
  });
}

async function getItem(writer: ItemWriter, read: object): Promise<Item | undefined> {
  const outcome = await writer.attempt('getItem', read);
  if (outcome.status === 'refused') throw refusal(outcome, undefined);
  // GetItem's answer, made by dynalite
  return (outcome.answer as { Item?: Item }).Item;
}
