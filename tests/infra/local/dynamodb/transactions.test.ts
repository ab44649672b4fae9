import {
  GetItemCommand,
  PutItemCommand,
  TransactGetItemsCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import {
  type DynamoDbUnderTest,
  key,
  profilesTable,
  startDynamoDb,
  streamRecords,
} from '../../../support/aws/dynamodb.ts';

const table = { TableName: 'Profiles' };
const put = (node: string, version = '1'): TransactWriteItem => ({
  Put: { ...table, Item: { ...key(node), version: { N: version } } },
});
const putNew = (node: string): TransactWriteItem => ({
  Put: {
    ...table,
    Item: { ...key(node), version: { N: '1' } },
    ConditionExpression: 'attribute_not_exists(node)',
    ReturnValuesOnConditionCheckFailure: 'ALL_OLD',
  },
});

describe('transactions of the local DynamoDB', () => {
  let local: DynamoDbUnderTest;

  beforeEach(async () => {
    local = await startDynamoDb();
    await local.dynamoDb.createTable(profilesTable);
  });
  afterEach(() => local.close());

  const write = (items: TransactWriteItem[], token?: string) =>
    local.client.send(new TransactWriteItemsCommand({ TransactItems: items, ClientRequestToken: token }));
  const failure = (items: TransactWriteItem[]) => write(items).catch((error: unknown) => error);
  const version = async (node: string) =>
    (await local.client.send(new GetItemCommand({ ...table, Key: key(node) }))).Item?.version?.N;

  it('commits puts, updates, deletes and checks together', async () => {
    await write([put('deleted'), put('checked'), put('updated')]);

    await write([
      put('added'),
      { Delete: { ...table, Key: key('deleted') } },
      {
        Update: {
          ...table,
          Key: key('updated'),
          UpdateExpression: 'SET version = version + :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
      {
        ConditionCheck: {
          ...table,
          Key: key('checked'),
          ConditionExpression: 'version = :one',
          ExpressionAttributeValues: { ':one': { N: '1' } },
        },
      },
    ]);

    const nodes = ['added', 'deleted', 'updated', 'checked'];
    expect(await Promise.all(nodes.map(version))).toEqual(['1', undefined, '2', '1']);
  });

  it('writes nothing when one condition fails, and says which and why', async () => {
    await write([put('taken', '7')]);

    const error = await failure([put('free'), putNew('taken')]);

    expect(error).toMatchObject({
      name: 'TransactionCanceledException',
      message: expect.stringContaining('[None, ConditionalCheckFailed]'),
      CancellationReasons: [
        { Code: 'None' },
        { Code: 'ConditionalCheckFailed', Item: { ...key('taken'), version: { N: '7' } } },
      ],
    });
    expect(await version('free')).toBeUndefined();
    expect(await streamRecords(local.dynamoDb, 'Profiles')).toHaveLength(1);
  });

  it('writes once when a token is repeated, for ten minutes', async () => {
    const increment: TransactWriteItem = {
      Update: {
        ...table,
        Key: key('once'),
        UpdateExpression: 'ADD version :one',
        ExpressionAttributeValues: { ':one': { N: '1' } },
      },
    };

    await write([increment], 'same-token');
    await write([increment], 'same-token');
    expect(await version('once')).toBe('1');
    await local.clock.advanceTo(local.clock.now() + 10 * 60_000, { between: async () => {} });
    await write([increment], 'same-token');

    expect(await version('once')).toBe('2');
  });

  it('refuses a token that was used for something else', async () => {
    await write([put('one')], 'reused-token');

    await expect(write([put('two')], 'reused-token')).rejects.toMatchObject({
      name: 'IdempotentParameterMismatchException',
    });
  });

  it('runs again with its token when it was cancelled before', async () => {
    await write([put('taken')]);
    const items = [putNew('taken')];
    await expect(write(items, 'cancelled-token')).rejects.toThrow('cancelled');
    await write([{ Delete: { ...table, Key: key('taken') } }]);

    await write(items, 'cancelled-token');

    expect(await version('taken')).toBe('1');
  });

  it.each([
    ['an item named twice', [put('twice'), put('twice')], 'multiple operations on one item'],
    ['nothing at all', [], 'greater than or equal to 1'],
    ['more than 100 items', Array.from({ length: 101 }, (_, index) => put(`many-${index}`)), 'equal to 100'],
    // 12 items of 380,000 bytes
    [
      'more than 4 MB',
      Array.from({ length: 12 }, (_, index) => ({
        Put: { ...table, Item: { ...key(`large-${index}`), text: { S: 'x'.repeat(380_000) } } },
      })),
      '4 MB',
    ],
  ])('refuses %s', async (_case, items, message) => {
    expect(await failure(items)).toMatchObject({
      name: 'ValidationException',
      message: expect.stringContaining(message),
    });
  });

  it('cancels when a key does not fit the table', async () => {
    const error = await failure([
      put('fits'),
      { Delete: { ...table, Key: { node: { N: '1' }, part: { S: 'hot' } } } },
    ]);

    expect(error).toMatchObject({ CancellationReasons: [{ Code: 'None' }, { Code: 'ValidationError' }] });
  });

  it('reads several items at one moment, missing ones included', async () => {
    await write([put('here')]);

    const { Responses } = await local.client.send(
      new TransactGetItemsCommand({
        TransactItems: ['here', 'missing'].map((node) => ({ Get: { ...table, Key: key(node) } })),
      }),
    );

    expect(Responses).toEqual([{ Item: { ...key('here'), version: { N: '1' } } }, {}]);
  });

  it('never shows a reader half a transaction', async () => {
    await write([put('left', '0'), put('right', '0')]);
    const both = async () => {
      const { Responses } = await local.client.send(
        new TransactGetItemsCommand({
          TransactItems: ['left', 'right'].map((node) => ({ Get: { ...table, Key: key(node) } })),
        }),
      );
      return Responses?.map((response) => response.Item?.version?.N) ?? [];
    };

    // those that meet are refused
    const writes = Array.from({ length: 20 }, (_, index) =>
      failure([put('left', String(index)), put('right', String(index))]),
    );
    const reads = await Promise.allSettled(Array.from({ length: 20 }, both));
    await Promise.all(writes);

    const seen = reads.flatMap((read) => (read.status === 'fulfilled' ? [read.value] : []));
    expect(seen.filter(([left, right]) => left !== right)).toEqual([]);
    expect(await both()).toEqual([expect.any(String), expect.any(String)]);
  });

  it('counts the items of every operation by table, at the wire', async () => {
    const told: string[] = [];
    local.dynamoDb.onOperation(({ operation, tables, error }) => {
      told.push([operation, ...tables, error ?? 'done'].join(' '));
    });

    await write([put('a'), put('b')]);
    await failure([putNew('a')]);
    await local.client.send(new PutItemCommand({ ...table, Item: key('c') }));

    expect(told).toEqual([
      'TransactWriteItems Profiles Profiles done',
      'TransactWriteItems Profiles TransactionCanceledException',
      'PutItem Profiles done',
    ]);
    expect(local.dynamoDb.operations()).toEqual({
      TransactWriteItems: { Profiles: 3 },
      PutItem: { Profiles: 1 },
    });
  });
});
