import {
  BatchGetItemCommand,
  BatchWriteItemCommand,
  ConditionalCheckFailedException,
  DeleteItemCommand,
  DescribeTableCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  QueryCommand,
  ScanCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type DynamoDbUnderTest, key, profilesTable, startDynamoDb } from '../../../support/aws/dynamodb.ts';

const table = { TableName: 'Profiles' };
const indexed = {
  ...profilesTable,
  TableName: 'Indexed',
  AttributeDefinitions: [
    ...profilesTable.AttributeDefinitions,
    { AttributeName: 'email', AttributeType: 'S' },
  ],
  GlobalSecondaryIndexes: [
    {
      IndexName: 'byEmail',
      KeySchema: [{ AttributeName: 'email', KeyType: 'HASH' }],
      Projection: { ProjectionType: 'ALL' },
    },
  ],
} as const;

describe('items of the local DynamoDB', () => {
  let local: DynamoDbUnderTest;

  beforeAll(async () => {
    local = await startDynamoDb();
    await local.dynamoDb.createTable(profilesTable);
    await local.dynamoDb.createTable(indexed);
  });
  afterAll(() => local.close());

  const get = async (node: string) =>
    (await local.client.send(new GetItemCommand({ ...table, Key: key(node), ConsistentRead: true }))).Item;

  it('gives back what was put, every type of value included', async () => {
    const item = {
      ...key('types'),
      text: { S: 'Zoë 👋' },
      number: { N: '12345678901234567890123456789012345678' },
      fraction: { N: '-0.0001' },
      bytes: { B: new Uint8Array([0, 1, 255]) },
      yes: { BOOL: true },
      nothing: { NULL: true as const },
      names: { SS: ['a', 'b'] },
      list: { L: [{ S: 'x' }, { M: { deep: { N: '1' } } }] },
    };

    await local.client.send(new PutItemCommand({ ...table, Item: item }));

    expect(await get('types')).toEqual(item);
  });

  it('writes only when the condition holds', async () => {
    const put = new PutItemCommand({
      ...table,
      Item: { ...key('condition'), version: { N: '1' } },
      ConditionExpression: 'attribute_not_exists(node)',
    });
    await local.client.send(put);

    await expect(local.client.send(put)).rejects.toThrow(ConditionalCheckFailedException);
  });

  it('shows the item that stood in the way when asked to', async () => {
    await local.client.send(
      new PutItemCommand({ ...table, Item: { ...key('in-the-way'), version: { N: '3' } } }),
    );
    const update = new UpdateItemCommand({
      ...table,
      Key: key('in-the-way'),
      UpdateExpression: 'SET version = :next',
      ConditionExpression: 'version = :seen',
      ExpressionAttributeValues: { ':next': { N: '3' }, ':seen': { N: '2' } },
      ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
    });

    const error = await local.client.send(update).catch((reason: unknown) => reason);

    expect(error).toBeInstanceOf(ConditionalCheckFailedException);
    expect(error).toMatchObject({ Item: { ...key('in-the-way'), version: { N: '3' } } });
  });

  it('updates by expression and returns what was asked for', async () => {
    await local.client.send(
      new PutItemCommand({ ...table, Item: { ...key('update'), count: { N: '1' }, gone: { S: 'x' } } }),
    );

    const answer = await local.client.send(
      new UpdateItemCommand({
        ...table,
        Key: key('update'),
        UpdateExpression: 'SET #name = if_not_exists(#name, :name) ADD #count :one REMOVE gone',
        ExpressionAttributeNames: { '#name': 'name', '#count': 'count' },
        ExpressionAttributeValues: { ':name': { S: 'Ada' }, ':one': { N: '1' } },
        ReturnValues: 'ALL_NEW',
      }),
    );

    expect(answer.Attributes).toEqual({ ...key('update'), count: { N: '2' }, name: { S: 'Ada' } });
  });

  it('loses none of many simultaneous increments', async () => {
    const increment = () =>
      local.client.send(
        new UpdateItemCommand({
          ...table,
          Key: key('counter'),
          UpdateExpression: 'ADD #count :one',
          ExpressionAttributeNames: { '#count': 'count' },
          ExpressionAttributeValues: { ':one': { N: '1' } },
        }),
      );

    await Promise.all(Array.from({ length: 100 }, increment));

    expect((await get('counter'))?.count).toEqual({ N: '100' });
  });

  it.each([
    ['38 digits are the most', { N: '1'.repeat(39) }, '38 significant digits'],
    ['the largest magnitude is 9.9E+125', { N: '1e126' }, 'Number overflow'],
    ['text is not a number', { N: 'many' }, 'cannot be converted to a numeric value'],
    // counted in bytes: 300,000 characters of two bytes each
    ['an item has at most 400 KB', { S: 'é'.repeat(300_000) }, 'Item size has exceeded'],
  ])('keeps the limits of DynamoDB: %s', async (_limit, value, message) => {
    const put = new PutItemCommand({ ...table, Item: { ...key('limits'), value } });

    await expect(local.client.send(put)).rejects.toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  it('refuses arithmetic that leaves the range of numbers', async () => {
    await local.client.send(
      new PutItemCommand({ ...table, Item: { ...key('overflow'), value: { N: '9e125' } } }),
    );
    const add = new UpdateItemCommand({
      ...table,
      Key: key('overflow'),
      UpdateExpression: 'ADD #value :more',
      ExpressionAttributeNames: { '#value': 'value' },
      ExpressionAttributeValues: { ':more': { N: '9e125' } },
    });

    await expect(local.client.send(add)).rejects.toThrow('Number overflow');
    expect((await get('overflow'))?.value).toEqual({ N: `9${'0'.repeat(125)}` });
  });

  it('queries a partition in the order of the sort key, page by page', async () => {
    const parts = ['a', 'b', 'c', 'd'];
    for (const part of parts)
      await local.client.send(new PutItemCommand({ ...table, Item: key('pages', part) }));
    const page = (ExclusiveStartKey?: ReturnType<typeof key>) =>
      local.client.send(
        new QueryCommand({
          ...table,
          KeyConditionExpression: 'node = :node',
          ExpressionAttributeValues: { ':node': { S: 'pages' } },
          Limit: 3,
          ExclusiveStartKey,
        }),
      );

    const first = await page();
    const second = await page(key('pages', 'c'));

    expect(first.Items?.map((item) => item.part?.S)).toEqual(['a', 'b', 'c']);
    expect(first.LastEvaluatedKey).toEqual(key('pages', 'c'));
    expect(second.Items?.map((item) => item.part?.S)).toEqual(['d']);
    expect(second.LastEvaluatedKey).toBeUndefined();
  });

  it('finds items by an index as they are now', async () => {
    const put = (email: string) =>
      local.client.send(
        new PutItemCommand({ TableName: 'Indexed', Item: { ...key('indexed'), email: { S: email } } }),
      );
    const byEmail = (email: string) =>
      local.client.send(
        new QueryCommand({
          TableName: 'Indexed',
          IndexName: 'byEmail',
          KeyConditionExpression: 'email = :email',
          ExpressionAttributeValues: { ':email': { S: email } },
        }),
      );
    await put('old@example.com');

    await put('new@example.com');

    expect((await byEmail('old@example.com')).Items).toEqual([]);
    expect((await byEmail('new@example.com')).Count).toBe(1);
  });

  it('writes and reads in batches', async () => {
    const nodes = ['batch-1', 'batch-2'];
    await local.client.send(
      new BatchWriteItemCommand({
        RequestItems: { Profiles: nodes.map((node) => ({ PutRequest: { Item: key(node) } })) },
      }),
    );

    const { Responses } = await local.client.send(
      new BatchGetItemCommand({ RequestItems: { Profiles: { Keys: nodes.map((node) => key(node)) } } }),
    );

    expect(Responses?.Profiles).toHaveLength(2);
    expect(Responses?.Profiles).toEqual(expect.arrayContaining(nodes.map((node) => key(node))));
  });

  it('scans a table and deletes from it', async () => {
    const scan = () =>
      local.client.send(
        new ScanCommand({
          ...table,
          FilterExpression: 'begins_with(node, :prefix)',
          ExpressionAttributeValues: { ':prefix': { S: 'deleted' } },
        }),
      );
    await local.client.send(new PutItemCommand({ ...table, Item: key('deleted') }));
    expect((await scan()).Items).toEqual([key('deleted')]);

    await local.client.send(new DeleteItemCommand({ ...table, Key: key('deleted') }));

    expect((await scan()).Items).toEqual([]);
  });

  it('describes and lists its tables', async () => {
    const { Table } = await local.client.send(new DescribeTableCommand(table));

    expect(Table?.TableStatus).toBe('ACTIVE');
    expect(Table?.StreamSpecification?.StreamViewType).toBe('NEW_AND_OLD_IMAGES');
    expect(Table?.LatestStreamArn).toBe(local.dynamoDb.streamOf('Profiles').arn);
    expect((await local.client.send(new ListTablesCommand({}))).TableNames).toEqual(['Indexed', 'Profiles']);
  });

  it('says which table it does not know', async () => {
    await expect(
      local.client.send(new GetItemCommand({ TableName: 'Nowhere', Key: key('x') })),
    ).rejects.toMatchObject({
      name: 'ResourceNotFoundException',
    });
  });
});
