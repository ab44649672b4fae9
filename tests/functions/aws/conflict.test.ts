import {
  ConditionalCheckFailedException,
  type DynamoDBClient,
  TransactionConflictException,
} from '@aws-sdk/client-dynamodb';
import { describe, expect, it } from 'vitest';
import { unlessConditionFailed } from '../../../functions/aws/conflict.ts';
import { dynamoRunStore } from '../../../functions/machines/dynamo-run-store.ts';

const words = { $metadata: {}, message: 'no' };
const conditionFailed = new ConditionalCheckFailedException(words);
const inTransaction = new TransactionConflictException(words);

describe('a write on a condition', () => {
  it('tells whether it was carried out', async () => {
    expect(await unlessConditionFailed(Promise.resolve())).toBe(true);
    expect(await unlessConditionFailed(Promise.reject(conditionFailed))).toBe(false);
  });

  it('is not taken as refused when a transaction held the item: nothing was decided', async () => {
    await expect(unlessConditionFailed(Promise.reject(inTransaction))).rejects.toBe(inTransaction);
  });
});

describe('the end of a run', () => {
  it('is tried again when a claim held the run at that moment, and not lost', async () => {
    const client = { send: async ({ input }: { input: object }) => refuseUpdates(input) };
    const store = dynamoRunStore({
      client: client as unknown as DynamoDBClient, // the adapter calls nothing else
      table: 'Journeys',
      log: { append: async () => [] },
    });

    const end = store.end('e1', { status: 'exited', at: '2026-11-01T00:00:00.000Z' });

    await expect(end).rejects.toBe(inTransaction);
  });
});

function refuseUpdates(input: object): object {
  if ('UpdateExpression' in input) throw inTransaction;
  return {};
}
