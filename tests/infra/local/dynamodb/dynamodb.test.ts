import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import {
  CreateTableCommand,
  DeleteItemCommand,
  DeleteTableCommand,
  ExecuteStatementCommand,
  GetItemCommand,
  ListTablesCommand,
  PutItemCommand,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openStore } from '../../../../infra/local/dynamodb/storage/open-store.ts';
import {
  type DynamoDbUnderTest,
  key,
  profilesTable,
  startDynamoDb,
  streamRecords,
} from '../../../support/aws/dynamodb.ts';

const timersTable = {
  TableName: 'Timers',
  KeySchema: [
    { AttributeName: 'minute', KeyType: 'HASH' },
    { AttributeName: 'profileId', KeyType: 'RANGE' },
  ],
  AttributeDefinitions: [
    { AttributeName: 'minute', AttributeType: 'S' },
    { AttributeName: 'profileId', AttributeType: 'S' },
  ],
  BillingMode: 'PAY_PER_REQUEST',
} as const;

describe('the local DynamoDB', () => {
  let dataDir: string;
  let local: DynamoDbUnderTest;

  beforeEach(async () => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-dynamodb-'));
    local = await startDynamoDb({ dataDir });
  });
  afterEach(async () => {
    await local.close();
    rmSync(dataDir, { recursive: true });
  });

  const restart = async () => {
    await local.close();
    local = await startDynamoDb({ dataDir });
  };
  const put = (node: string) =>
    local.client.send(new PutItemCommand({ TableName: 'Profiles', Item: key(node) }));

  it('keeps items, streams and tokens over a restart', async () => {
    await local.dynamoDb.createTable(profilesTable);
    const transaction = {
      ClientRequestToken: 'before-restart',
      TransactItems: [{ Put: { TableName: 'Profiles', Item: key('first') } }],
    };
    await local.client.send(new TransactWriteItemsCommand(transaction));
    const { arn } = local.dynamoDb.streamOf('Profiles');

    await restart();
    await local.dynamoDb.createTable(profilesTable);
    await local.client.send(new DeleteItemCommand({ TableName: 'Profiles', Key: key('first') }));
    await local.client.send(new TransactWriteItemsCommand(transaction));
    await put('second');

    const { Item } = await local.client.send(
      new GetItemCommand({ TableName: 'Profiles', Key: key('first') }),
    );
    expect(Item).toBeUndefined();
    expect(local.dynamoDb.streamOf('Profiles').arn).toBe(arn);
    const records = await streamRecords(local.dynamoDb, 'Profiles');
    expect(records.map((record) => record.data)).toMatchObject([
      { eventName: 'INSERT', dynamodb: { Keys: key('first') } },
      { eventName: 'REMOVE', dynamodb: { Keys: key('first') } },
      { eventName: 'INSERT', dynamodb: { Keys: key('second') } },
    ]);
  });

  it('makes a table anew whose creation was cut short', async () => {
    await local.dynamoDb.createTable(profilesTable);
    await local.close();
    const store = await openStore({
      path: join(dataDir, 'dynamodb'),
      region: 'us-east-1',
      accountId: '000000000000',
    });
    const description = await store.db.get('table~Profiles');
    await store.db.put('table~Profiles', { ...Object(description), TableStatus: 'CREATING' });
    await store.db.close();
    local = await startDynamoDb({ dataDir });

    const created = await local.dynamoDb.createTable(profilesTable);
    await put('first');

    expect(created.TableStatus).toBe('ACTIVE');
    expect(await streamRecords(local.dynamoDb, 'Profiles')).toHaveLength(1);
  });

  it('takes up changed settings of a table, but not another key', async () => {
    const { StreamSpecification: _, ...withoutStream } = profilesTable;
    await local.dynamoDb.createTable(withoutStream);

    await local.dynamoDb.createTable(profilesTable);
    await put('streamed');

    expect(await streamRecords(local.dynamoDb, 'Profiles')).toHaveLength(1);
    await expect(local.dynamoDb.createTable({ ...timersTable, TableName: 'Profiles' })).rejects.toThrow(
      'table Profiles exists with the key node HASH, part RANGE',
    );
  });

  it('creates and deletes tables by request', async () => {
    const created = await local.client.send(
      new CreateTableCommand({
        ...timersTable,
        KeySchema: [...timersTable.KeySchema],
        AttributeDefinitions: [...timersTable.AttributeDefinitions],
      }),
    );
    expect(created.TableDescription?.TableStatus).toBe('ACTIVE');

    await local.client.send(new DeleteTableCommand({ TableName: 'Timers' }));

    expect((await local.client.send(new ListTablesCommand({}))).TableNames).toEqual([]);
  });

  it('lists the partition keys a table has now', async () => {
    await local.dynamoDb.createTable(timersTable);
    const timer = (minute: string, profileId: string) => ({
      minute: { S: minute },
      profileId: { S: profileId },
    });
    const add = (minute: string, profileId: string) =>
      local.client.send(new PutItemCommand({ TableName: 'Timers', Item: timer(minute, profileId) }));
    const remove = (minute: string, profileId: string) =>
      local.client.send(new DeleteItemCommand({ TableName: 'Timers', Key: timer(minute, profileId) }));
    const minutes = async () => [...(await local.dynamoDb.partitionKeys('Timers', 'minute'))].sort();
    await add('29396040#0', 'ada');
    await add('29396040#0', 'bob');
    await add('29396041#3', 'ada');
    expect(await minutes()).toEqual(['29396040#0', '29396041#3']);

    await add('29396042#1', 'cleo');
    await remove('29396040#0', 'ada');
    await remove('29396041#3', 'ada');

    expect(await minutes()).toEqual(['29396040#0', '29396042#1']);
    await remove('29396040#0', 'bob');
    expect(await minutes()).toEqual(['29396042#1']);
    await expect(local.dynamoDb.partitionKeys('Timers', 'profileId')).rejects.toThrow(
      'profileId is not the partition key of table Timers, which is minute',
    );
  });

  it('refuses an operation it does not have', async () => {
    const statement = new ExecuteStatementCommand({ Statement: 'SELECT * FROM "Profiles"' });

    await expect(local.client.send(statement)).rejects.toMatchObject({
      name: 'UnknownOperationException',
      message: 'the local DynamoDB has no operation "ExecuteStatement"',
    });
  });

  it('refuses a parameter it would have to ignore', async () => {
    await expect(
      local.client.send(
        new CreateTableCommand({
          TableName: 'Encrypted',
          KeySchema: [{ AttributeName: 'id', KeyType: 'HASH' }],
          AttributeDefinitions: [{ AttributeName: 'id', AttributeType: 'S' }],
          BillingMode: 'PAY_PER_REQUEST',
          SSESpecification: { Enabled: true },
        }),
      ),
    ).rejects.toThrow('does not support createTable with the parameter SSESpecification');
  });

  it('refuses the parameters that expressions replaced', async () => {
    await local.dynamoDb.createTable(profilesTable);
    const put = new PutItemCommand({
      TableName: 'Profiles',
      Item: key('new'),
      Expected: { node: { Exists: false } },
    });

    await expect(local.client.send(put)).rejects.toThrow(
      'does not support putItem with the parameter Expected',
    );
  });
});
