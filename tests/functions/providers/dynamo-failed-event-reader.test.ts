import { CreateTableCommand, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { S3Client } from '@aws-sdk/client-s3';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoFailedEvents } from '../../../functions/aws/dynamo-failed-events.ts';
import { s3PayloadReader, s3PayloadStore } from '../../../functions/aws/s3-payload-store.ts';
import { dynamoFailedEventReader } from '../../../functions/providers/dynamo-failed-event-reader.ts';
import { createMeter } from '../../../infra/local/billing/meter.ts';
import { createClock } from '../../../infra/local/clock.ts';
import { openDynamoDb } from '../../../infra/local/dynamodb/dynamodb.ts';
import { openS3 } from '../../../infra/local/services/s3/s3.ts';
import type {
  FailedEvent,
  FailedEventRange,
  FailedEventReader,
} from '../../../shared/events/failed-event.ts';
import { type LocalAws, serveAws } from '../../support/aws/local-aws.ts';

const table = 'FailedEvents';
const all: FailedEventRange = { from: '2026-11-01', to: '2026-11-30' };

/** Three a day for three days, the newest last; every third is of another code, every other of another source. */
const kept = Array.from({ length: 9 }, (_, number): FailedEvent => {
  const hour = 10 + (number % 3);
  return {
    code: number % 3 === 0 ? 'too_large' : 'unknown_type',
    reason: 'as it was then',
    payload: { number },
    arrival: { envelope: { sentAt: '2026-11-20T09:00:00.000Z' }, type: 'track' },
    sourceId: number % 2 === 0 ? 'site' : 'app',
    receivedAt: `2026-11-${20 + Math.floor(number / 3)}T${hour}:00:00.000Z`,
    messageId: `m-${number}`,
  };
});
const newestFirst = kept.map(({ messageId }) => messageId).reverse();

let aws: LocalAws;
let dynamo: DynamoDBClient;
let s3: S3Client;
let reader: FailedEventReader;

beforeAll(async () => {
  const clock = createClock();
  const buckets = openS3({ clock, dataDir: undefined });
  buckets.createBucket('failed');
  aws = await serveAws([await openDynamoDb({ clock, meter: createMeter() }), buckets]);
  dynamo = new DynamoDBClient(aws.config);
  s3 = new S3Client(aws.config);
  await dynamo.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'day', KeyType: 'HASH' },
        { AttributeName: 'id', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: ['day', 'id'].map((AttributeName) => ({ AttributeName, AttributeType: 'S' })),
    }),
  );
  reader = dynamoFailedEventReader({ dynamo, table, payloads: s3PayloadReader(() => s3, 'failed') });
  await store().saveFailedEvents(kept);
});
afterAll(async () => {
  dynamo.destroy();
  s3.destroy();
  await aws.close();
});

const store = () => dynamoFailedEvents({ dynamo, table, payloads: s3PayloadStore(() => s3, 'failed') });
const messageIds = async (range: Partial<FailedEventRange>, limit = 100) =>
  (await reader.list({ ...all, ...range }, limit)).items.map(({ messageId }) => messageId);

describe('failed events read from DynamoDB', () => {
  it('come newest first, over days and partitions, without what was sent', async () => {
    const { items, next } = await reader.list(all, 100);

    expect(items.map(({ messageId }) => messageId)).toEqual(newestFirst);
    expect(next).toBeUndefined();
    expect(Object.keys(items[0] ?? {}).sort()).toEqual([
      'code',
      'id',
      'messageId',
      'reason',
      'receivedAt',
      'sourceId',
    ]);
  });

  it.each([1, 2, 4, 9])('come page by page of %i, each one once', async (limit) => {
    const seen: (string | undefined)[] = [];
    let before: string | undefined;
    do {
      const page = await reader.list({ ...all, before }, limit);
      expect(page.items.length).toBeLessThanOrEqual(limit);
      seen.push(...page.items.map(({ messageId }) => messageId));
      before = page.next;
    } while (before !== undefined);

    expect(seen).toEqual(newestFirst);
  });

  it.each([
    [{ code: 'too_large' }, ['m-6', 'm-3', 'm-0']],
    [{ source: 'app' }, ['m-7', 'm-5', 'm-3', 'm-1']],
    [{ code: 'too_large', source: 'app' }, ['m-3']],
    [{ code: 'nonsense' }, []],
    [{ from: '2026-11-22' }, ['m-8', 'm-7', 'm-6']],
    [{ to: '2026-11-20' }, ['m-2', 'm-1', 'm-0']],
    // both ends included
    [{ from: '2026-11-20T12:00:00.000Z', to: '2026-11-21T10:00:00.000Z' }, ['m-3', 'm-2']],
  ])('are asked for by %j', async (range, expected) => {
    expect(await messageIds(range)).toEqual(expected);
  });

  it('fill a page although few of what is read are wanted', async () => {
    expect(await messageIds({ code: 'too_large' }, 2)).toEqual(['m-6', 'm-3']);
  });

  it('are found one by one, with what was sent and how it came', async () => {
    const [newest] = (await reader.list(all, 1)).items;

    expect(await reader.find(newest?.id ?? '')).toEqual({ id: newest?.id, ...kept.at(-1) });
    expect(await reader.find('2026-11-22T12:00:00.000Z_nothing')).toBeUndefined();
    expect(await reader.find('no id at all')).toBeUndefined();
  });

  it('give back what was too large for the table', async () => {
    const payload = { text: 'x'.repeat(400_000) };
    const receivedAt = '2026-10-01T10:00:00.000Z';
    await store().saveFailedEvents([{ code: 'too_large', reason: 'as it was then', payload, receivedAt }]);
    const [{ id = '' } = {}] = (await reader.list({ from: '2026-10-01', to: '2026-10-01' }, 1)).items;

    expect((await reader.find(id))?.payload).toEqual(payload);
  });

  it('are gone once they were removed', async () => {
    const receivedAt = '2026-10-02T10:00:00.000Z';
    await store().saveFailedEvents([{ code: 'x', reason: 'y', payload: 1, receivedAt }]);
    const day = { from: '2026-10-02', to: '2026-10-02' };
    const [{ id = '' } = {}] = (await reader.list(day, 1)).items;

    await store().removeFailedEvents([id, id]);

    expect((await reader.list(day, 1)).items).toEqual([]);
    expect(await reader.find(id)).toBeUndefined();
  });
});
