import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  DeleteItemCommand,
  GetItemCommand,
  PutItemCommand,
  type PutItemCommandInput,
  QueryCommand,
  type QueryCommandInput,
  ScanCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type DynamoDbUnderTest, key, profilesTable, startDynamoDb } from '../../../support/aws/dynamodb.ts';

type Units = Readonly<Record<string, number>>;

const table = { TableName: 'Indexed' } as const;
const index = (IndexName: string, hash: string, Projection: object) => ({
  IndexName,
  KeySchema: [{ AttributeName: hash, KeyType: 'HASH' }],
  Projection,
});
const indexed = {
  ...profilesTable,
  ...table,
  AttributeDefinitions: [
    ...profilesTable.AttributeDefinitions,
    { AttributeName: 'email', AttributeType: 'S' },
    { AttributeName: 'city', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    index('whole', 'email', { ProjectionType: 'ALL' }),
    index('keys', 'city', { ProjectionType: 'KEYS_ONLY' }),
  ],
} as const;

// with its key and the name of its attribute, an item of so many kilobytes and no byte more
const sized = (node: string, kilobytes: number) => {
  const others = 'node'.length + node.length + 'parthot'.length + 'text'.length;
  return { ...key(node), text: { S: 'x'.repeat(kilobytes * 1024 - others) } };
};

describe('the consumed capacity of the local DynamoDB', () => {
  let local: DynamoDbUnderTest;

  beforeEach(async () => {
    local = await startDynamoDb();
    await local.dynamoDb.createTable(indexed);
  });
  afterEach(() => local.close());

  const readings = (): Units =>
    Object.fromEntries(local.meter.readings().map((use) => [`${use.resource} ${use.unit}`, use.quantity]));
  const metered = async (work: () => Promise<unknown>): Promise<Units> => {
    const before = readings();
    await work();
    const used = Object.entries(readings()).map(
      ([name, units]) => [name, units - (before[name] ?? 0)] as const,
    );
    return Object.fromEntries(used.filter(([, units]) => units > 0));
  };
  const put = (item: PutItemCommandInput['Item'], more: Partial<PutItemCommandInput> = {}) =>
    local.client.send(new PutItemCommand({ ...table, Item: item, ...more }));

  it.each([
    ['a kilobyte', [1], 1],
    ['a started kilobyte', [1.001], 2],
    ['the larger of two images, when it grows', [2, 3], 3],
    ['the larger of two images, when it shrinks', [3, 1], 3],
    ['the same again', [2, 2], 2],
  ])('counts a write of %s', async (_what, kilobytes, units) => {
    for (const size of kilobytes.slice(0, -1)) await put(sized('ada', size));

    const used = await metered(() => put(sized('ada', kilobytes.at(-1) ?? 0)));

    expect(used).toEqual({ 'Indexed write-units': units });
  });

  it('counts a deletion by what was there, and one unit when nothing was', async () => {
    await put(sized('ada', 3));
    const remove = () => local.client.send(new DeleteItemCommand({ ...table, Key: key('ada') }));

    expect(await metered(remove)).toEqual({ 'Indexed write-units': 3 });
    expect(await metered(remove)).toEqual({ 'Indexed write-units': 1 });
  });

  it('counts a write that its condition refused as if it were written, but not in indexes', async () => {
    await put(sized('ada', 2));
    const refused = () =>
      put(
        { ...sized('ada', 4), email: { S: 'a@example.com' } },
        { ConditionExpression: 'attribute_not_exists(node)' },
      ).catch((error: unknown) => error);

    expect(await metered(refused)).toEqual({ 'Indexed write-units': 5 });
  });

  const email = (address: string, more: object = {}) => ({ ...key('ada'), email: { S: address }, ...more });
  it.each<[string, PutItemCommandInput['Item'][], Units]>([
    ['an item that comes into an index', [key('ada'), email('a')], { 'Indexed/whole write-units': 1 }],
    ['an item that leaves an index', [email('a'), key('ada')], { 'Indexed/whole write-units': 1 }],
    ['another index key: a deletion and a put', [email('a'), email('b')], { 'Indexed/whole write-units': 2 }],
    [
      'another attribute that the index holds',
      [email('a'), email('a', { n: { N: '1' } })],
      { 'Indexed/whole write-units': 1 },
    ],
    ['nothing that changes', [email('a'), email('a')], {}],
    [
      'another attribute that the index does not hold',
      [
        { ...key('ada'), city: { S: 'Rome' } },
        { ...key('ada'), city: { S: 'Rome' }, n: { N: '1' } },
      ],
      {},
    ],
  ])('counts the index entries of %s', async (_what, items, units) => {
    for (const item of items.slice(0, -1)) await put(item);

    const used = await metered(() => put(items.at(-1)));

    expect(used).toEqual({ 'Indexed write-units': 1, ...units });
  });

  it('counts the items of a transaction twice, its checks too, and its index entries once', async () => {
    await put(sized('checked', 3));
    const transaction: TransactWriteItem[] = [
      { Put: { ...table, Item: { ...key('new'), email: { S: 'new@example.com' } } } },
      { ConditionCheck: { ...table, Key: key('checked'), ConditionExpression: 'attribute_exists(node)' } },
    ];
    const write = () => local.client.send(new TransactWriteItemsCommand({ TransactItems: transaction }));

    expect(await metered(write)).toEqual({ 'Indexed write-units': 8, 'Indexed/whole write-units': 1 });
  });

  it('counts a cancelled transaction as written, without indexes, and a repeated one as reading', async () => {
    await put(key('taken'));
    const write = (condition: string, ClientRequestToken?: string) => () =>
      local.client
        .send(
          new TransactWriteItemsCommand({
            ClientRequestToken,
            TransactItems: [
              { Put: { ...table, Item: { ...key('new'), email: { S: 'new@example.com' } } } },
              { ConditionCheck: { ...table, Key: key('taken'), ConditionExpression: condition } },
            ],
          }),
        )
        .catch((error: unknown) => error);
    expect(await metered(write('attribute_not_exists(node)'))).toEqual({ 'Indexed write-units': 4 });

    await write('attribute_exists(node)', 'same-token')();

    expect(await metered(write('attribute_exists(node)', 'same-token'))).toEqual({ 'Indexed read-units': 4 });
  });

  it('counts a batch of writes by item', async () => {
    const batch = [1, 2, 3].map((size) => ({ PutRequest: { Item: sized(`batch-${size}`, size) } }));

    const used = await metered(() =>
      local.client.send(new BatchWriteItemCommand({ RequestItems: { Indexed: batch } })),
    );

    expect(used).toEqual({ 'Indexed write-units': 6 });
  });

  it.each([
    ['what is eventually consistent', 4, false, 0.5],
    ['what is consistent', 4, true, 1],
    ['what is larger than four kilobytes', 4.001, true, 2],
  ])('counts reading %s', async (_what, kilobytes, ConsistentRead, units) => {
    await put(sized('ada', kilobytes));
    const get = new GetItemCommand({
      ...table,
      Key: key('ada'),
      ConsistentRead,
      ProjectionExpression: 'node',
    });

    expect(await metered(() => local.client.send(get))).toEqual({ 'Indexed read-units': units });
  });

  it('counts reading what is not there, item by item in batches, and four times in transactions', async () => {
    const nodes = ['missing', 'missing-too'];
    const get = new GetItemCommand({ ...table, Key: key('missing') });
    const batch = new BatchGetItemCommand({
      RequestItems: { Indexed: { Keys: nodes.map((node) => key(node)) } },
    });
    const transaction = new TransactGetItemsCommand({
      TransactItems: nodes.map((node) => ({ Get: { ...table, Key: key(node) } })),
    });

    expect(await metered(() => local.client.send(get))).toEqual({ 'Indexed read-units': 0.5 });
    expect(await metered(() => local.client.send(batch))).toEqual({ 'Indexed read-units': 1 });
    expect(await metered(() => local.client.send(transaction))).toEqual({ 'Indexed read-units': 4 });
  });

  it('counts what a query or scan reads as a sum, before its filter', async () => {
    for (const part of ['a', 'b', 'c']) {
      await put({ ...key('ada', part), text: { S: 'x'.repeat(3000) }, email: { S: 'a@example.com' } });
    }
    const query = (name: string, value: string, more: Partial<QueryCommandInput> = {}) =>
      new QueryCommand({
        ...table,
        KeyConditionExpression: `${name} = :value`,
        ExpressionAttributeValues: { ':value': { S: value } },
        ...more,
      });
    const none = { FilterExpression: 'attribute_not_exists(email)' };

    // 9 kilobytes: three times four
    const table9 = await metered(() => local.client.send(query('node', 'ada', none)));
    const index9 = await metered(() =>
      local.client.send(query('email', 'a@example.com', { IndexName: 'whole' })),
    );
    const first = await metered(() => local.client.send(query('node', 'ada', { Limit: 1 })));
    const nothing = await metered(() => local.client.send(query('node', 'nobody')));
    const scan = await metered(() =>
      local.client.send(new ScanCommand({ ...table, ...none, ConsistentRead: true })),
    );

    expect(table9).toEqual({ 'Indexed read-units': 1.5 });
    expect(index9).toEqual({ 'Indexed/whole read-units': 1.5 });
    expect(first).toEqual({ 'Indexed read-units': 0.5 });
    expect(nothing).toEqual({ 'Indexed read-units': 0.5 });
    expect(scan).toEqual({ 'Indexed read-units': 3 });
  });

  it('does not count what expires', async () => {
    await put({ ...key('expired'), expiresAt: { N: '1' } });
    const now = Date.UTC(1970, 0, 2);

    expect(await metered(() => local.dynamoDb.sweep(now))).toEqual({});
  });

  it('tells a caller what was consumed, by index when asked', async () => {
    const Item = { ...key('ada'), email: { S: 'a@example.com' } };
    const total = await put(Item, { ReturnConsumedCapacity: 'TOTAL' });
    const byIndex = await local.client.send(
      new UpdateItemCommand({
        ...table,
        Key: key('ada'),
        UpdateExpression: 'SET email = :email',
        ExpressionAttributeValues: { ':email': { S: 'b@example.com' } },
        ReturnConsumedCapacity: 'INDEXES',
      }),
    );
    const transaction = await local.client.send(
      new TransactWriteItemsCommand({
        TransactItems: [{ Put: { ...table, Item: key('new') } }],
        ReturnConsumedCapacity: 'TOTAL',
      }),
    );

    expect(total.ConsumedCapacity).toEqual({ ...table, CapacityUnits: 2 });
    expect(byIndex.ConsumedCapacity).toEqual({
      ...table,
      CapacityUnits: 3,
      Table: { CapacityUnits: 1 },
      GlobalSecondaryIndexes: { whole: { CapacityUnits: 2 } },
    });
    expect(transaction.ConsumedCapacity).toEqual([{ ...table, CapacityUnits: 2, WriteCapacityUnits: 2 }]);
    expect((await put(Item)).ConsumedCapacity).toBeUndefined();
  });
});
