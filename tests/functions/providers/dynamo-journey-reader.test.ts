import { CreateTableCommand, type GlobalSecondaryIndex, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { toAttributes } from '../../../functions/aws/dynamo-items.ts';
import type { Place, Slice, SliceOf } from '../../../functions/lib/journey-reader.ts';
import { dynamoJourneyReader } from '../../../functions/providers/dynamo-journey-reader.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';

const table = 'Journeys';
const index = (IndexName: string, hash: string): GlobalSecondaryIndex => ({
  IndexName,
  KeySchema: [
    { AttributeName: hash, KeyType: 'HASH' },
    { AttributeName: 'at', KeyType: 'RANGE' },
  ],
  Projection: { ProjectionType: 'ALL' },
});
const minute = (number: number) => new Date(Date.UTC(2026, 10, 21, 10, number)).toISOString();

describe('runs and sends', () => {
  let local: DynamoDbUnderTest;
  const put = (item: Record<string, string | number>) =>
    local.client.send(new PutItemCommand({ TableName: table, Item: toAttributes(item) }));
  const reader = () => dynamoJourneyReader(local.client, table);

  beforeAll(async () => {
    local = await startDynamoDb();
    await local.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'pk', KeyType: 'HASH' },
          { AttributeName: 'sk', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: ['pk', 'sk', 'journeyId', 'profileId', 'at'].map((AttributeName) => ({
          AttributeName,
          AttributeType: 'S' as const,
        })),
        GlobalSecondaryIndexes: [index('byJourney', 'journeyId'), index('byProfile', 'profileId')],
      }),
    );
    for (let number = 0; number < 12; number += 1) {
      const pk = `run#e${number}`;
      const common = { journeyId: number % 4 === 0 ? 'cart' : 'welcome', profileId: `user_id:${number % 3}` };
      await put({
        pk,
        sk: 'run',
        entryId: `e${number}`,
        version: 2,
        status: 'completed',
        at: minute(number),
        endedAt: minute(number + 1),
        ...common,
      });
      await put({
        pk,
        sk: `send#s${number}`,
        sendId: `s${number}`,
        entryId: `e${number}`,
        step: 'mail',
        channel: 'email',
        template: 'hello',
        state: number === 5 ? 'SKIPPED' : 'SENT',
        at: minute(number),
        ...(number === 5 ? { reason: 'unsubscribed' } : {}),
        ...common,
      });
    }
    // what keeps a cancelled run from beginning has no journey
    await put({ pk: 'run#late', sk: 'run', status: 'cancelled', endedAt: minute(1) });
  });
  afterAll(() => local.close());

  async function all<Item>(read: (slice: SliceOf) => Promise<Slice<Item>>): Promise<Item[]> {
    const found: Item[] = [];
    let after: Place | undefined;
    for (let pages = 0; pages < 20; pages += 1) {
      const { rows, isEnd } = await read({ after, limit: 2 });
      found.push(...rows.map(({ item }) => item));
      after = rows.at(-1)?.place ?? after;
      if (isEnd) return found;
    }
    throw new Error('the list has no end');
  }

  it('of a journey are listed apart, newest first, each once over all pages', async () => {
    const runs = await all((slice) => reader().runsOf('cart', slice));
    const sends = await all((slice) => reader().sendsOfJourney('cart', slice));

    expect(runs.map(({ entryId }) => entryId)).toEqual(['e8', 'e4', 'e0']);
    expect(sends.map(({ sendId }) => sendId)).toEqual(['s8', 's4', 's0']);
  });

  it('come in the shape of the API', async () => {
    const { rows: runs } = await reader().runsOf('cart', { after: undefined, limit: 1 });
    const { rows: sends } = await reader().sendsOfProfile('user_id:2', 'welcome', {
      after: undefined,
      limit: 9,
    });

    expect(runs[0]?.item).toEqual({
      entryId: 'e8',
      profileId: 'user_id:2',
      version: 2,
      status: 'completed',
      enteredAt: minute(8),
      endedAt: minute(9),
    });
    expect(sends.map(({ item }) => item)).toContainEqual({
      sendId: 's5',
      profileId: 'user_id:2',
      journey: 'welcome',
      step: 'mail',
      channel: 'email',
      template: 'hello',
      state: 'SKIPPED',
      reason: 'unsubscribed',
      at: minute(5),
    });
  });

  it('of a profile are listed for all journeys or for one', async () => {
    const every = await all((slice) => reader().sendsOfProfile('user_id:0', undefined, slice));
    const ofCart = await all((slice) => reader().sendsOfProfile('user_id:0', 'cart', slice));

    expect(every.map(({ sendId }) => sendId)).toEqual(['s9', 's6', 's3', 's0']);
    expect(ofCart.map(({ sendId }) => sendId)).toEqual(['s0']);
  });
});
