import {
  DescribeTimeToLiveCommand,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
  UpdateTimeToLiveCommand,
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
const HOUR = 3_600_000;

describe('time to live in the local DynamoDB', () => {
  let local: DynamoDbUnderTest;

  beforeEach(async () => {
    local = await startDynamoDb();
    await local.dynamoDb.createTable(profilesTable);
  });
  afterEach(() => local.close());

  const putExpiring = (node: string, expiresAt: { N: string } | { S: string }, TableName = 'Profiles') =>
    local.client.send(new PutItemCommand({ TableName, Item: { ...key(node), expiresAt } }));
  const secondsFromNow = (seconds: number) => ({
    N: String(Math.floor(local.clock.now() / 1000) + seconds),
  });
  const exists = async (node: string, TableName = 'Profiles') =>
    (await local.client.send(new GetItemCommand({ TableName, Key: key(node) }))).Item !== undefined;
  const later = (ms: number) => local.clock.advanceTo(local.clock.now() + ms, { between: async () => {} });

  it('deletes what has expired by the virtual clock, and nothing else', async () => {
    await putExpiring('short', secondsFromNow(1800));
    await putExpiring('long', secondsFromNow(7200));
    expect(await local.dynamoDb.sweep()).toBe(0);

    await later(HOUR);

    expect(await local.dynamoDb.sweep()).toBe(1);
    expect(await exists('short')).toBe(false);
    expect(await exists('long')).toBe(true);
  });

  it('marks the deletion in the stream as DynamoDB does', async () => {
    await putExpiring('short', secondsFromNow(1));
    await later(HOUR);
    await local.dynamoDb.sweep();

    const [, removed] = await streamRecords(local.dynamoDb, 'Profiles');

    expect(removed?.data).toMatchObject({
      eventName: 'REMOVE',
      userIdentity: { principalId: 'dynamodb.amazonaws.com', type: 'Service' },
      dynamodb: { Keys: key('short'), OldImage: key('short') },
    });
  });

  it('follows an expiry that is moved or taken away', async () => {
    await putExpiring('moved', secondsFromNow(60));
    await putExpiring('kept', secondsFromNow(60));
    await putExpiring('moved', secondsFromNow(7200));
    await local.client.send(
      new UpdateItemCommand({ ...table, Key: key('kept'), UpdateExpression: 'REMOVE expiresAt' }),
    );

    await later(HOUR);

    expect(await local.dynamoDb.sweep()).toBe(0);
    await later(2 * HOUR);
    expect(await local.dynamoDb.sweep()).toBe(1);
    expect(await exists('kept')).toBe(true);
  });

  it.each([
    ['text', { S: '1' }],
    ['more than five years in the past', { N: '1' }],
    ['a time in milliseconds, which is far away in seconds', { N: '1763762400000' }],
  ])('leaves alone an expiry that is %s', async (_case, expiresAt) => {
    await putExpiring('odd', expiresAt);

    expect(await local.dynamoDb.sweep()).toBe(0);
  });

  it('is switched on and off by request, for the items there are as well', async () => {
    const { TimeToLiveSpecification: _, ...plain } = profilesTable;
    await local.dynamoDb.createTable({ ...plain, TableName: 'Plain' });
    await putExpiring('before', secondsFromNow(60), 'Plain');
    const update = (Enabled: boolean) =>
      local.client.send(
        new UpdateTimeToLiveCommand({
          TableName: 'Plain',
          TimeToLiveSpecification: { AttributeName: 'expiresAt', Enabled },
        }),
      );
    const describe = async () =>
      (await local.client.send(new DescribeTimeToLiveCommand({ TableName: 'Plain' }))).TimeToLiveDescription;
    expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' });

    await update(true);
    await later(HOUR);

    expect(await describe()).toEqual({ TimeToLiveStatus: 'ENABLED', AttributeName: 'expiresAt' });
    await expect(update(true)).rejects.toThrow('TimeToLive is already enabled');
    expect(await local.dynamoDb.sweep()).toBe(1);
    expect(await exists('before', 'Plain')).toBe(false);
    await update(false);
    expect(await describe()).toEqual({ TimeToLiveStatus: 'DISABLED' });
  });
});
