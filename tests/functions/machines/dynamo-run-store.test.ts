import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { dynamoRunStore } from '../../../functions/machines/dynamo-run-store.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { MemoryRuns } from '../../support/profiles/memory-runs.ts';
import { runStoreContract } from '../../support/profiles/run-store-contract.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

let made = 0;
async function emptyStore(told: StreamEvent[] = []) {
  made += 1;
  const table = `Journeys${made}`;
  await aws.dynamoDb.createTable({
    TableName: table,
    BillingMode: 'PAY_PER_REQUEST',
    KeySchema: [
      { AttributeName: 'pk', KeyType: 'HASH' },
      { AttributeName: 'sk', KeyType: 'RANGE' },
    ],
    AttributeDefinitions: [
      { AttributeName: 'pk', AttributeType: 'S' },
      { AttributeName: 'sk', AttributeType: 'S' },
    ],
  });
  const log = {
    append: async (entries: readonly { event: StreamEvent }[]) => {
      told.push(...entries.map(({ event }) => event));
      return [];
    },
  };
  return dynamoRunStore({ client: aws.client, table, log });
}

describe('in DynamoDB', () => {
  runStoreContract(emptyStore);

  it('tells the profile of the end under a name that a repeat gives again', async () => {
    const told: StreamEvent[] = [];
    const runs = await emptyStore(told);
    const at = '2026-11-01T00:00:00.000Z';
    await runs.begin({
      entryId: 'e1',
      journeyId: 'welcome',
      version: 1,
      profileId: 'user_id:x',
      status: 'running',
      at,
    });

    await runs.end('e1', { status: 'completed', at });
    await runs.end('e1', { status: 'completed', at });

    expect(told.map(({ messageId, event, profileId }) => ({ messageId, event, profileId }))).toEqual([
      { messageId: 'run-ended-e1', event: 'Journey Ended', profileId: 'user_id:x' },
    ]);
  });
});

describe('in memory', () => {
  runStoreContract(async () => new MemoryRuns());
});
