import { AwsError } from '../protocols/service.ts';
import { type Consumed, consumedCapacity } from './capacity/consumed.ts';
import { writeUnits, writeUnitsOfTable } from './capacity/write-units.ts';
import { type Attempt, attempt } from './storage/attempt.ts';
import { type Change, isChange, itemPrefix, operationsOf } from './storage/change.ts';
import type { CommitQueue } from './storage/commit-queue.ts';
import { checkInput, type DynaliteError, keys, type LevelOperation } from './storage/dynalite.ts';
import type { Item } from './storage/item.ts';
import { itemFault } from './storage/item-rules.ts';
import type { KeyLocks } from './storage/key-locks.ts';
import type { SERVICE_IDENTITY, TableStream } from './streams/table-stream.ts';
import type { Table, Tables } from './tables.ts';
import { expiryOperations } from './time-to-live/expiries.ts';

export type Accepted = Extract<Attempt, { status: 'accepted' }>;
export type Refused = Extract<Attempt, { status: 'refused' }>;

/** An item's place: `lock` names it among all tables; a key that does not fit its table has `invalid` instead. */
export type Target = { readonly table: Table; readonly lock: string; readonly invalid?: DynaliteError };

type WriterParts = {
  readonly tables: Tables;
  readonly locks: KeyLocks;
  readonly queue: CommitQueue;
  readonly charge: (consumed: readonly Consumed[]) => readonly Consumed[];
};

/** Every write of an item passes here: item, index entries, stream record and expiry time in one batch. */
export class ItemWriter {
  readonly tables: Tables;
  readonly locks: KeyLocks;
  readonly charge: WriterParts['charge'];
  readonly #queue: CommitQueue;

  constructor(parts: WriterParts) {
    this.tables = parts.tables;
    this.locks = parts.locks;
    this.charge = parts.charge;
    this.#queue = parts.queue;
  }

  /** PutItem, UpdateItem or DeleteItem. */
  async write(action: string, input: Record<string, unknown>): Promise<unknown> {
    const { ReturnValuesOnConditionCheckFailure: returned, ...rest } = input;
    const checked = checkInput(this.tables.store, action, rest);
    const target = this.target(checked);
    if (target.invalid !== undefined) throw target.invalid;
    if (this.locks.isHeld(target.lock, ['transaction']))
      throw new AwsError('TransactionConflictException', ONGOING);
    return this.locks.hold([target.lock], async () => {
      const outcome = await this.attempt(action, checked);
      const consumed = this.charge(unitsOf(outcome, target, checked));
      if (outcome.status === 'refused') throw refusal(outcome, returned);
      await this.commit([outcome]);
      const [capacity] = consumedCapacity(consumed, input.ReturnConsumedCapacity) ?? [];
      return { ...outcome.answer, ConsumedCapacity: capacity };
    });
  }

  /** BatchWriteItem; here all of it is one batch, which AWS does not promise. */
  async writeBatch(input: Record<string, unknown>): Promise<unknown> {
    const checked = checkInput(this.tables.store, 'batchWriteItem', input);
    const targets = batchTargets(checked).map((place) => this.target(place));
    const locks = new Set(targets.filter((target) => !target.invalid).map((target) => target.lock));
    return this.locks.hold([...locks], async () => {
      const outcome = await this.attempt('batchWriteItem', checked);
      if (outcome.status === 'refused') throw outcome.error;
      await this.commit([outcome]);
      const consumed = this.charge(
        outcome.changes.flatMap((change) =>
          writeUnits(this.tables.require(change.table).description, change),
        ),
      );
      const capacity = consumedCapacity(consumed, input.ReturnConsumedCapacity);
      return { ...outcome.answer, ConsumedCapacity: capacity };
    });
  }

  target(input: object): Target {
    // dynalite's rules have checked the shape: every write names a table and a key or an item
    const { TableName: name, Key: key, Item: item } = input as { TableName: string; Key?: Item; Item?: Item };
    const table = this.tables.require(name);
    const invalid =
      item === undefined
        ? keys.validateKey(key ?? {}, table.description)
        : keys.validateItem(item, table.description);
    if (invalid != null) return { table, lock: '', invalid };
    return { table, lock: `${name}\0${keys.createKey(item ?? key ?? {}, table.description)}` };
  }

  /** The item in a place, as it is now. */
  async read({ table: { description }, lock }: Target): Promise<Item | undefined> {
    const key = itemPrefix(description.TableName) + lock.slice(description.TableName.length + 1);
    // items, and nothing else, are kept under this prefix
    return (await this.tables.store.db.get(key)) as Item | undefined;
  }

  async attempt(action: string, checked: object): Promise<Attempt> {
    const outcome = await attempt(this.tables.store, action, checked);
    if (outcome.status === 'refused') return outcome;
    const [fault] = outcome.changes.flatMap(({ table, after }) => {
      if (after === undefined) return [];
      return itemFault(after, this.tables.require(table).description, action === 'updateItem') ?? [];
    });
    if (fault === undefined) return outcome;
    return { status: 'refused', error: keys.validationError(fault), existing: undefined };
  }

  /** Stores what was accepted; `operations` go into the same batch. */
  async commit(
    accepted: readonly Accepted[],
    options: { operations?: readonly LevelOperation[]; identity?: typeof SERVICE_IDENTITY } = {},
  ): Promise<void> {
    const operations = [...(options.operations ?? [])];
    const changes = accepted.flatMap((outcome) => outcome.changes).filter(isChange);
    const streams = new Set<TableStream>();
    for (const change of changes) {
      const { stream, settings, description: table } = this.tables.require(change.table);
      operations.push(...operationsOf(change, table));
      const attribute = settings.ttlAttribute;
      if (attribute !== undefined) operations.push(...expiryOperations({ table, attribute }, change));
      if (stream === undefined) continue;
      operations.push(stream.append(change, options.identity));
      streams.add(stream);
    }
    await this.#queue.commit(operations);
    for (const change of changes) this.tables.find(change.table)?.partitions?.apply(change);
    for (const stream of streams) stream.notify();
  }
}

/** What DynamoDB says of an item that a transaction holds. */
export const ONGOING = 'Transaction is ongoing for the item';

/** The error of a write that was refused, with the item as it is when the caller asked for it. */
export function refusal(refused: Refused, returned: unknown): AwsError {
  const { body } = refused.error;
  const code = codeOf(refused);
  const hasItem = isConditional(refused) && returned === 'ALL_OLD' && refused.existing !== undefined;
  return new AwsError(code, body.message ?? '', hasItem ? { details: { Item: refused.existing } } : {});
}

export function isConditional(refused: Refused): boolean {
  return codeOf(refused) === 'ConditionalCheckFailedException';
}

function codeOf({ error: { body } }: Refused): string {
  return body.__type.split('#').at(-1) ?? body.__type;
}

// what is not valid costs nothing, what a condition refuses costs as if it were written
function unitsOf(outcome: Attempt, { table }: Target, checked: object): readonly Consumed[] {
  if (outcome.status === 'accepted') {
    return outcome.changes.flatMap((change) => writeUnits(table.description, change));
  }
  if (!isConditional(outcome)) return [];
  return writeUnitsOfTable(table.description, refusedImages(outcome, checked));
}

/** An item as it is, and as a put that was refused would have made it. */
export function refusedImages(refused: Refused, checked: object): Pick<Change, 'before' | 'after'> {
  // dynalite's rules have checked the shape
  return { before: refused.existing, after: (checked as { Item?: Item }).Item };
}

function batchTargets(checked: object): object[] {
  // dynalite's rules have checked the shape
  const { RequestItems: tables } = checked as {
    RequestItems: Record<string, readonly { PutRequest?: { Item: Item }; DeleteRequest?: { Key: Item } }[]>;
  };
  return Object.entries(tables).flatMap(([TableName, requests]) =>
    requests.map(({ PutRequest, DeleteRequest }) => ({ TableName, ...PutRequest, ...DeleteRequest })),
  );
}
