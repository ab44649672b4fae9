import { type Consumed, transactionCapacity } from '../capacity/consumed.ts';
import { READ_COST, readUnits } from '../capacity/read-units.ts';
import type { ItemWriter } from '../item-writer.ts';
import { type CompiledRead, getWhole, projected } from '../reads/read-answer.ts';
import { checkInput } from '../storage/dynalite.ts';
import { itemBytes } from '../storage/item.ts';
import { refuseConflicts } from './cancelled.ts';
import { invalid, MAX_TRANSACTION_BYTES, readItems, refuseRepeatedItems } from './transaction-items.ts';

/** TransactGetItems: all items as they were between two writes. */
export async function transactGet(writer: ItemWriter, input: Record<string, unknown>): Promise<object> {
  const { store } = writer.tables;
  // as dynalite compiles them
  const reads = readItems(input.TransactItems).map(
    (get) => checkInput(store, 'getItem', readGet(get)) as CompiledRead,
  );
  const targets = reads.map((read) => writer.target(read));
  const error = targets.find((target) => target.invalid !== undefined)?.invalid;
  if (error !== undefined) throw error;
  refuseRepeatedItems(targets);
  const locks = targets.map((target) => target.lock);
  refuseConflicts(writer.locks, locks, ['write', 'transaction']);
  const items = await writer.locks.hold(
    locks,
    () => Promise.all(reads.map((read) => getWhole(store, read))),
    'read',
  );
  const sizes = items.map((item) => itemBytes(item ?? {}));
  if (sizes.reduce((total, bytes) => total + bytes, 0) > MAX_TRANSACTION_BYTES) {
    throw invalid('Transaction size has exceeded the maximum allowed size of 4 MB');
  }
  const consumed = reads.map(({ TableName: table }, index): Consumed => {
    return { table, kind: 'read', units: readUnits(sizes[index] ?? 0, READ_COST.transactional) };
  });
  return {
    Responses: reads.map((read, index) => ({ Item: items[index] && projected(items[index], read) })),
    ConsumedCapacity: transactionCapacity(writer.charge(consumed), input.ReturnConsumedCapacity),
  };
}

function readGet(item: unknown): Record<string, unknown> {
  const get = typeof item === 'object' && item !== null && 'Get' in item ? item.Get : undefined;
  if (typeof get === 'object' && get !== null) return { ...get };
  throw invalid('each of TransactItems must hold a Get');
}
