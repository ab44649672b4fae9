import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../infra/local/clock.ts';
import { type DynamoDb, openDynamoDb } from '../../../../infra/local/dynamodb/dynamodb.ts';
import { key, profilesTable } from '../../../support/aws/dynamodb.ts';

const table = { TableName: 'Profiles' };
const put = (node: string) => ({ ...table, Item: key(node) });
const transaction = (...nodes: string[]) => ({ TransactItems: nodes.map((node) => ({ Put: put(node) })) });
const reading = (...nodes: string[]) => ({
  TransactItems: nodes.map((node) => ({ Get: { ...table, Key: key(node) } })),
});

describe('calls of the local DynamoDB that meet each other', () => {
  let dynamoDb: DynamoDb;

  beforeEach(async () => {
    dynamoDb = await openDynamoDb({ clock: createClock() });
    await dynamoDb.createTable(profilesTable);
  });
  afterEach(() => dynamoDb.close());

  // two calls in one turn of the event loop: the first is under way when the second arrives
  const call = async (operation: string, input: object) => {
    const { body } = await dynamoDb.handle({
      method: 'POST',
      path: '/',
      query: new URLSearchParams(),
      headers: { 'x-amz-target': `DynamoDB_20120810.${operation}` },
      body: Buffer.from(JSON.stringify(input)),
      accessKeyId: 'test',
    });
    return JSON.parse(String(body));
  };

  it('cancels a transaction that meets another, and says at which item', async () => {
    const [first, second] = await Promise.all([
      call('TransactWriteItems', transaction('a', 'shared')),
      call('TransactWriteItems', transaction('b', 'shared')),
    ]);

    expect(first).toEqual({});
    expect(second).toMatchObject({
      __type: 'TransactionCanceledException',
      message: expect.stringContaining('[None, TransactionConflict]'),
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
  });

  it.each([
    ['PutItem', put('shared')],
    ['DeleteItem', { ...table, Key: key('shared') }],
    ['UpdateItem', { ...table, Key: key('shared'), UpdateExpression: 'REMOVE version' }],
  ])('refuses %s of an item that a transaction writes', async (operation, input) => {
    const [, refused] = await Promise.all([
      call('TransactWriteItems', transaction('shared')),
      call(operation, input),
    ]);

    expect(refused).toMatchObject({ __type: 'TransactionConflictException' });
  });

  it.each([
    ['PutItem', put('shared')],
    ['TransactWriteItems', transaction('shared')],
  ])('cancels a transaction that reads what %s writes', async (operation, input) => {
    const [, refused] = await Promise.all([
      call(operation, input),
      call('TransactGetItems', reading('other', 'shared')),
    ]);

    expect(refused).toMatchObject({
      __type: 'TransactionCanceledException',
      CancellationReasons: [{ Code: 'None' }, { Code: 'TransactionConflict' }],
    });
  });

  it('lets everything else follow each other', async () => {
    const answers = await Promise.all([
      call('PutItem', put('one')),
      call('PutItem', put('one')),
      call('TransactWriteItems', transaction('one')),
      call('TransactGetItems', reading('two')),
      call('TransactGetItems', reading('two')),
      call('TransactWriteItems', transaction('two')),
      call('GetItem', { ...table, Key: key('two') }),
    ]);

    expect(answers.filter((answer) => '__type' in answer)).toEqual([]);
  });

  it('takes the next transaction once the first is done, cancelled or not', async () => {
    await Promise.all([
      call('TransactWriteItems', transaction('shared')),
      call('TransactWriteItems', transaction('shared')),
    ]);

    expect(await call('TransactWriteItems', transaction('shared'))).toEqual({});
  });

  it('tells that the transaction of a token is under way', async () => {
    const once = { ...transaction('once'), ClientRequestToken: 'same-token' };

    const [first, second] = await Promise.all([
      call('TransactWriteItems', once),
      call('TransactWriteItems', once),
    ]);

    expect(first).toEqual({});
    expect(second).toMatchObject({ __type: 'TransactionInProgressException' });
    expect(await call('TransactWriteItems', once)).toEqual({});
  });
});
