import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import {
  type DefinitionChange,
  type DefinitionIndex,
  type DefinitionStore,
  type DefinitionVersion,
  emptyIndex,
  type LiveDefinition,
} from '../../shared/definitions/definition-store.ts';
import { RetryableError } from '../../shared/errors.ts';
import { unlessConflict } from './conflict.ts';
import { batchGet } from './dynamo-items.ts';

type Item = Record<string, AttributeValue>;
type Table = { readonly client: DynamoDBClient; readonly name: string };

const stringSchema = z.object({ S: z.string() }).transform((value) => value.S);
const numberSchema = z.object({ N: z.string() }).transform((value) => Number(value.N));
const jsonSchema = stringSchema.transform((value): unknown => JSON.parse(value));

const entrySchema = z.object({
  kind: z.string(),
  id: z.string(),
  version: z.number(),
  status: z.enum(['live', 'draft', 'archived']),
  since: z.number(),
  draft: z.number().optional(),
});
const indexItemSchema = z.object({
  number: numberSchema,
  revision: numberSchema,
  entries: jsonSchema.pipe(z.array(entrySchema)),
});
const versionItemSchema = z.object({
  definition: stringSchema,
  version: numberSchema,
  body: jsonSchema.pipe(z.record(z.string(), z.unknown())),
  savedAt: stringSchema,
  savedBy: stringSchema,
});

const stampKey: Item = { definition: { S: 'stamp' }, version: { N: '0' } };
const indexKey: Item = { definition: { S: 'index' }, version: { N: '0' } };
const nameOf = (kind: string, id: string): string => `${kind}#${id}`;
const versionKey = (definition: string, version: number): Item => ({
  definition: { S: definition },
  version: { N: String(version) },
});

/** Reader and writer over the Definitions table; every read is strongly consistent, so a PUT is in force once answered. */
export function dynamoDefinitionStore(client: DynamoDBClient, table: string): DefinitionStore {
  const at: Table = { client, name: table };
  return {
    number: () => readNumber(at),
    load: (kinds) => load(at, kinds),
    loadIndex: () => readIndex(at),
    loadVersion: (kind, id, version) => readVersion(at, versionKey(nameOf(kind, id), version)),
    listVersions: (kind, id) => queryVersions(at, nameOf(kind, id)),
    saveChange: (change) => writeChange(at, change),
  };
}

async function readItem(table: Table, key: Item): Promise<Item | undefined> {
  const command = new GetItemCommand({ TableName: table.name, Key: key, ConsistentRead: true });
  return (await table.client.send(command)).Item;
}

async function readNumber(table: Table): Promise<number> {
  const item = await readItem(table, stampKey);
  return item === undefined ? 0 : numberSchema.parse(item.number);
}

async function readIndex(table: Table): Promise<DefinitionIndex> {
  const item = await readItem(table, indexKey);
  return item === undefined ? emptyIndex : indexItemSchema.parse(item);
}

async function readVersion(table: Table, key: Item): Promise<DefinitionVersion | undefined> {
  const item = await readItem(table, key);
  return item === undefined ? undefined : versionOf(item);
}

function versionOf(item: Item): DefinitionVersion {
  const { definition, ...rest } = versionItemSchema.parse(item);
  const split = definition.indexOf('#');
  return { kind: definition.slice(0, split), id: definition.slice(split + 1), ...rest };
}

async function load(table: Table, kinds: readonly string[]): ReturnType<DefinitionStore['load']> {
  const { number, entries } = await readIndex(table);
  const live = entries.filter((entry) => entry.status === 'live' && kinds.includes(entry.kind));
  const keys = live.map((entry) => versionKey(nameOf(entry.kind, entry.id), entry.version));
  const stored = await batchGet(table.client, { table: table.name, consistent: true, keys });
  const bodies = new Map(
    stored.map(versionOf).map((version) => [nameOf(version.kind, version.id), version.body]),
  );
  const definitions = live.map(({ kind, id, version, since }): LiveDefinition => {
    const body = bodies.get(nameOf(kind, id));
    if (body === undefined) throw new RetryableError(`definition ${kind} ${id} version ${version} not read`);
    return { kind, id, version, since, body };
  });
  return { number, definitions };
}

async function queryVersions(table: Table, definition: string): Promise<readonly DefinitionVersion[]> {
  const found: DefinitionVersion[] = [];
  const pages = paginateQuery(
    { client: table.client },
    {
      TableName: table.name,
      KeyConditionExpression: '#definition = :definition',
      ExpressionAttributeNames: { '#definition': 'definition' },
      ExpressionAttributeValues: { ':definition': { S: definition } },
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) found.push(...Items.map(versionOf));
  return found;
}

function writeChange(table: Table, change: DefinitionChange): Promise<'saved' | 'conflict'> {
  const items = [putIndex(table.name, change.index), putStamp(table.name, change.index)];
  if (change.version !== undefined) items.push(putVersion(table.name, change.version));
  return unlessConflict(table.client.send(new TransactWriteItemsCommand({ TransactItems: items })));
}

function putIndex(table: string, { number, revision, entries }: DefinitionIndex): TransactWriteItem {
  const item: Item = {
    ...indexKey,
    number: { N: String(number) },
    revision: { N: String(revision) },
    entries: { S: JSON.stringify(entries) },
  };
  const first = { ConditionExpression: 'attribute_not_exists(revision)' };
  const next = {
    ConditionExpression: 'revision = :before',
    ExpressionAttributeValues: { ':before': { N: String(revision - 1) } },
  };
  return { Put: { TableName: table, Item: item, ...(revision === 1 ? first : next) } };
}

const putStamp = (table: string, index: DefinitionIndex): TransactWriteItem => ({
  Put: { TableName: table, Item: { ...stampKey, number: { N: String(index.number) } } },
});

function putVersion(table: string, version: DefinitionVersion): TransactWriteItem {
  const item: Item = {
    ...versionKey(nameOf(version.kind, version.id), version.version),
    body: { S: JSON.stringify(version.body) },
    savedAt: { S: version.savedAt },
    savedBy: { S: version.savedBy },
  };
  return {
    Put: { TableName: table, Item: item, ConditionExpression: 'attribute_not_exists(body)' },
  };
}
