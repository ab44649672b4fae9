import { join } from 'node:path';
import type { Meter } from '../billing/meter.ts';
import type { Clock } from '../clock.ts';
import { type JsonInput, jsonService, unknownOperation } from '../protocols/json-protocol.ts';
import { AwsError, type AwsService } from '../protocols/service.ts';
import type { StreamSource } from '../runtime/mappings/stream-source.ts';
import { recordConsumed } from './capacity/record-consumed.ts';
import { ItemWriter, refusal } from './item-writer.ts';
import { type DynamoOperation, OperationCounter } from './operation-counter.ts';
import { batchGet } from './reads/batch-get.ts';
import { getItem } from './reads/get-item.ts';
import { readItems } from './reads/read-items.ts';
import { CommitQueue } from './storage/commit-queue.ts';
import { checkInput, isDynaliteError, type LevelDatabase, runAction } from './storage/dynalite.ts';
import { KeyLocks } from './storage/key-locks.ts';
import { openStore } from './storage/open-store.ts';
import { streamOperations } from './streams/operations.ts';
import { describeTable, type TableProps } from './table-settings.ts';
import { Tables } from './tables.ts';
import { describeTimeToLive, updateTimeToLive } from './time-to-live/operations.ts';
import { sweep } from './time-to-live/sweep.ts';
import { transactGet } from './transactions/transact-get.ts';
import { type Transactions, transactWrite } from './transactions/transact-write.ts';

export type DynamoDbOptions = {
  readonly clock: Clock;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string;
  readonly region?: string;
  readonly accountId?: string;
  /** Told what every call consumes. */
  readonly meter?: Meter;
};

/** The local DynamoDB: the AWS service, and what the local cloud itself needs of it. */
export type DynamoDb = AwsService & {
  /** Creates a table from CloudFormation's properties; on a restart, brings it up to date. */
  createTable(props: TableProps): Promise<Record<string, unknown>>;
  /** The stream of a table, for event source mappings. */
  streamOf(table: string): StreamSource;
  /** The distinct values of a table's partition key, which must be a string. */
  partitionKeys(table: string, attribute: string): Promise<readonly string[]>;
  /** Deletes expired items, old stream records and used tokens; answers how many items expired. */
  sweep(now?: number): Promise<number>;
  /** Tells every operation once it is answered; the answer stops it. */
  onOperation(listener: (operation: DynamoOperation) => void): () => void;
  /** How often each operation named each table, since the start. */
  operations(): Record<string, Record<string, number>>;
  close(): Promise<void>;
};

export async function openDynamoDb(options: DynamoDbOptions): Promise<DynamoDb> {
  const { clock, meter, region = 'us-east-1', accountId = '000000000000' } = options;
  const path = options.dataDir === undefined ? undefined : join(options.dataDir, 'dynamodb');
  const store = await openStore({ path, region, accountId });
  const tables = await Tables.open({ store, clock, region });
  const writer = new ItemWriter({
    tables,
    locks: new KeyLocks(),
    queue: new CommitQueue(store.db),
    charge: (consumed) => recordConsumed(meter, consumed),
  });
  const transactions = { writer, database: store.db, now: () => clock.now() };
  return dynamoDb(transactions, store.db);
}

function dynamoDb(transactions: Transactions, database: LevelDatabase): DynamoDb {
  const { writer } = transactions;
  const { tables } = writer;
  const operations = operationsOf(transactions);
  const counter = new OperationCounter();
  return {
    ...jsonService('dynamodb', {
      contentType: 'application/x-amz-json-1.0',
      run: (operation, input) => counter.count(operation, input, () => run(operations, operation, input)),
    }),
    createTable: async (props) => {
      const { description, settings } = await tables.create(props);
      return describeTable(description, settings);
    },
    streamOf: (table) => requireStream(tables, table),
    partitionKeys: (table, attribute) => partitionKeys(tables, table, attribute),
    sweep: (now = transactions.now()) => sweep(transactions, now),
    onOperation: (listener) => counter.onOperation(listener),
    operations: () => counter.counts(),
    close: () => database.close(),
  };
}

type Operation = (input: JsonInput) => Promise<unknown>;

function operationsOf(transactions: Transactions): ReadonlyMap<string, Operation> {
  const { writer } = transactions;
  const reader = { store: writer.tables.store, charge: writer.charge };
  const writes = ['PutItem', 'UpdateItem', 'DeleteItem'];
  return new Map<string, Operation>([
    ['GetItem', (input) => getItem(reader, input)],
    ['BatchGetItem', (input) => batchGet(reader, input)],
    ['Query', (input) => readItems(reader, 'query', input)],
    ['Scan', (input) => readItems(reader, 'scan', input)],
    ...writes.map((name): [string, Operation] => [name, (input) => writer.write(lowerFirst(name), input)]),
    ['BatchWriteItem', (input) => writer.writeBatch(input)],
    ['TransactWriteItems', (input) => transactWrite(transactions, input)],
    ['TransactGetItems', (input) => transactGet(writer, input)],
    [
      'ListTables',
      async (input) => runAction(reader.store, 'listTables', checkInput(reader.store, 'listTables', input)),
    ],
    ['CreateTable', (input) => createTable(writer.tables, input)],
    ['DescribeTable', async (input) => ({ Table: describe(writer.tables, input) })],
    [
      'DeleteTable',
      async ({ TableName }) => ({
        TableDescription: await writer.tables.delete(String(TableName)),
      }),
    ],
    ['UpdateTimeToLive', (input) => updateTimeToLive(writer.tables, input)],
    ...streamOperations({ tables: writer.tables, now: transactions.now }),
    ['DescribeTimeToLive', async (input) => describeTimeToLive(writer.tables, input)],
  ]);
}

async function run(
  operations: ReadonlyMap<string, Operation>,
  name: string,
  input: JsonInput,
): Promise<unknown> {
  const operation = operations.get(name);
  if (operation === undefined) throw unknownOperation('DynamoDB', name);
  try {
    return await operation(input);
  } catch (error) {
    if (isDynaliteError(error)) throw refusal({ status: 'refused', error, existing: undefined }, undefined);
    throw error;
  }
}

async function createTable(tables: Tables, input: JsonInput): Promise<unknown> {
  if (tables.find(String(input.TableName)) !== undefined) {
    throw new AwsError('ResourceInUseException', `Table already exists: ${String(input.TableName)}`);
  }
  // dynalite's rules check the shape before anything is stored
  const { description, settings } = await tables.create(input as TableProps);
  return { TableDescription: describeTable(description, settings) };
}

function describe(tables: Tables, { TableName }: JsonInput): Record<string, unknown> {
  const { description, settings } = tables.require(String(TableName));
  return describeTable(description, settings);
}

function requireStream(tables: Tables, name: string): StreamSource {
  const { stream } = tables.require(name);
  if (stream === undefined) throw new Error(`table ${name} has no stream, set its StreamSpecification`);
  return stream;
}

async function partitionKeys(tables: Tables, name: string, attribute: string): Promise<readonly string[]> {
  const table = tables.require(name);
  const hash = table.description.KeySchema[0]?.AttributeName;
  if (hash !== attribute) {
    throw new Error(`${attribute} is not the partition key of table ${name}, which is ${hash}`);
  }
  return tables.partitions(table);
}

function lowerFirst(name: string): string {
  return name.charAt(0).toLowerCase() + name.slice(1);
}
