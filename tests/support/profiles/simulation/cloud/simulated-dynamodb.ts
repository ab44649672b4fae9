import { holds } from '../../../../../infra/local/dynamodb/expressions/condition.ts';
import type { Item } from '../../../../../infra/local/dynamodb/storage/item.ts';
import { cancelled } from '../../../../../infra/local/dynamodb/transactions/cancelled.ts';
import {
  type JsonInput,
  jsonService,
  unknownOperation,
} from '../../../../../infra/local/protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../../../../../infra/local/protocols/service.ts';
import { parseCondition } from './condition-text.ts';
import { SimulatedTable, type TableKey } from './simulated-table.ts';

type Words = {
  readonly ExpressionAttributeNames?: Readonly<Record<string, string>>;
  readonly ExpressionAttributeValues?: Item;
};
type Write = Words & {
  readonly TableName: string;
  readonly ConditionExpression?: string;
  /** what the item becomes */
  next(present: Item | undefined): Item | undefined;
  readonly Key: Item;
};
type Put = Words & { TableName: string; Item: Item; ConditionExpression?: string };
type Delete = Words & { TableName: string; Key: Item; ConditionExpression?: string };
type Update = Delete & { UpdateExpression: string };
type Query = Words & { TableName: string; KeyConditionExpression: string };
type Keys = { readonly Keys: readonly Item[]; readonly ConsistentRead?: boolean };
type BatchWrite = { readonly PutRequest?: { Item: Item }; readonly DeleteRequest?: { Key: Item } };

/**
 * DynamoDB in memory, as far as the profile functions speak to it: fast enough for thousands of runs, and a read that need not
 * be consistent may answer what was there before. It passes the cases of the DynamoDB contract that it is meant for.
 */
export class SimulatedDynamoDb {
  readonly service: AwsService;
  readonly tables: ReadonlyMap<string, SimulatedTable>;
  readonly #isLate: () => boolean;
  readonly #tokens = new Set<string>();

  constructor(keys: Readonly<Record<string, TableKey>>, isLate: () => boolean) {
    this.tables = new Map(Object.entries(keys).map(([name, key]) => [name, new SimulatedTable(key)]));
    this.#isLate = isLate;
    this.service = jsonService('dynamodb', {
      contentType: 'application/x-amz-json-1.0',
      run: async (operation, input) => this.#run(operation, input),
    });
  }

  table(name: string): SimulatedTable {
    const table = this.tables.get(name);
    if (!table) throw new AwsError('ResourceNotFoundException', `no table ${name}`);
    return table;
  }

  // inputs come from the SDK, which wrote them in these shapes
  #run(operation: string, input: JsonInput): object {
    switch (operation) {
      case 'GetItem':
        return this.#get(input as Keys & { TableName: string; Key: Item });
      case 'BatchGetItem':
        return this.#batchGet(input.RequestItems as Record<string, Keys>);
      case 'Query':
        return this.#query(input as Query);
      case 'PutItem':
        return this.#write(this.#put(input as Put));
      case 'UpdateItem':
        return this.#write(updateOf(input as Update));
      case 'BatchWriteItem':
        return this.#batchWrite(input.RequestItems as Record<string, BatchWrite[]>);
      case 'TransactWriteItems':
        return this.#transact(input as { TransactItems: TransactItem[]; ClientRequestToken: string });
      default:
        throw unknownOperation('DynamoDB', operation);
    }
  }

  #read(name: string, key: Item, isConsistent: boolean | undefined): Item | undefined {
    const table = this.table(name);
    return isConsistent !== true && this.#isLate() ? table.getLate(key) : table.get(key);
  }

  #get({ TableName, Key, ConsistentRead }: Keys & { TableName: string; Key: Item }): object {
    return { Item: this.#read(TableName, Key, ConsistentRead) };
  }

  #batchGet(tables: Record<string, Keys>): object {
    const found = Object.entries(tables).map(([name, { Keys, ConsistentRead }]) => {
      return [name, Keys.flatMap((key) => this.#read(name, key, ConsistentRead) ?? [])];
    });
    return { Responses: Object.fromEntries(found), UnprocessedKeys: {} };
  }

  #query({ TableName, KeyConditionExpression, ...words }: Query): object {
    const condition = parseCondition(KeyConditionExpression, wordsOf(words));
    const table = this.table(TableName);
    const hash = /[#\w]+\s*=\s*(:\w+)/.exec(KeyConditionExpression)?.[1] ?? '';
    const partition = table.partition(wordsOf(words).values[hash]?.S ?? '');
    const Items = partition.filter((item) => holds(condition, item));
    return { Items, Count: Items.length, ScannedCount: partition.length };
  }

  #put({ Item, ...put }: Put): Write {
    return { ...put, Key: this.table(put.TableName).keyOf(Item), next: () => Item };
  }

  #isMet({ TableName, Key, ConditionExpression, ...words }: Write): boolean {
    if (ConditionExpression === undefined) return true;
    const condition = parseCondition(ConditionExpression, wordsOf(words));
    return holds(condition, this.table(TableName).get(Key) ?? {});
  }

  #carryOut({ TableName, Key, next }: Write): void {
    const table = this.table(TableName);
    table.write(Key, next(table.get(Key)));
  }

  #write(write: Write): object {
    if (!this.#isMet(write))
      throw new AwsError('ConditionalCheckFailedException', 'The conditional request failed');
    this.#carryOut(write);
    return {};
  }

  #batchWrite(tables: Record<string, BatchWrite[]>): object {
    for (const [TableName, requests] of Object.entries(tables))
      for (const { PutRequest, DeleteRequest } of requests) {
        if (PutRequest) this.#carryOut(this.#put({ TableName, ...PutRequest }));
        if (DeleteRequest) this.#carryOut(deletionOf({ TableName, ...DeleteRequest }));
      }
    return { UnprocessedItems: {} };
  }

  #transact({
    TransactItems,
    ClientRequestToken,
  }: {
    TransactItems: TransactItem[];
    ClientRequestToken: string;
  }) {
    if (this.#tokens.has(ClientRequestToken)) return {};
    const writes = TransactItems.map(({ Put, Delete, Update }) => {
      if (Put) return this.#put(Put);
      if (Delete) return deletionOf(Delete);
      if (Update) return updateOf(Update);
      throw new AwsError('ValidationException', 'a transaction holds puts, deletes and updates here');
    });
    const reasons = writes.map((write) => ({ Code: this.#isMet(write) ? 'None' : 'ConditionalCheckFailed' }));
    if (reasons.some(({ Code }) => Code !== 'None')) throw cancelled(reasons);
    for (const write of writes) this.#carryOut(write);
    this.#tokens.add(ClientRequestToken);
    return {};
  }
}

type TransactItem = { readonly Put?: Put; readonly Delete?: Delete; readonly Update?: Update };

function wordsOf({ ExpressionAttributeNames: names = {}, ExpressionAttributeValues: values = {} }: Words) {
  return { names, values };
}

function deletionOf(deletion: Delete): Write {
  return { ...deletion, next: () => undefined };
}

const CHANGE = /^([#\w]+)\s*(=|\s)\s*(:\w+)$/;

/** `SET a = :b, c = :d`, or `ADD a :b` to a number. */
function updateOf({ UpdateExpression, ...update }: Update): Write {
  const { names, values } = wordsOf(update);
  const [, kind = '', list = ''] = /^(SET|ADD) (.*)$/.exec(UpdateExpression) ?? [];
  const changes = list.split(',').map((text) => {
    const [, name = '', , value = ''] = CHANGE.exec(text.trim()) ?? [];
    const given = values[value];
    if (given === undefined) throw new Error(`the simulated DynamoDB does not read "${UpdateExpression}"`);
    return [names[name] ?? name, given] as const;
  });
  const changed = (before: Item[string] | undefined, given: Item[string]) =>
    kind === 'SET' ? given : { N: String(Number(before?.N ?? 0) + Number(given.N)) };
  const next = (present: Item = {}): Item => ({
    ...update.Key,
    ...present,
    ...Object.fromEntries(changes.map(([name, given]) => [name, changed(present[name], given)])),
  });
  return { ...update, next };
}
