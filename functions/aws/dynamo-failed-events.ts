import { promisify } from 'node:util';
import { gzip } from 'node:zlib';
import {
  type AttributeValue,
  BatchWriteItemCommand,
  type DynamoDBClient,
  type WriteRequest,
} from '@aws-sdk/client-dynamodb';
import { PutObjectCommand, type S3Client } from '@aws-sdk/client-s3';
import { RetryableError } from '../../shared/errors.ts';
import {
  type FailedEvent,
  type FailedEventStore,
  type StoredFailedEvent,
  storedFailedEvent,
} from '../../shared/events/failed-event.ts';
import { type Pacing, realPacing, retryMilliseconds } from './pacing.ts';

const MAX_INLINE_BYTES = 300 * 1_024; // an item may have 400 KB in all
const MAX_BATCH_ITEMS = 25; // the most BatchWriteItem takes
const MAX_ATTEMPTS = 8;

const compress = promisify(gzip);

export type FailedEventsOptions = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  /** a function, so that the S3 client is only made when a payload is too large for the table */
  readonly s3: () => S3Client;
  readonly bucket: string;
  readonly pacing?: Pacing;
};

/** FailedEvents in DynamoDB, payloads over 300 KB gzipped in S3. Throws RetryableError unless every event is stored. */
export function dynamoFailedEvents(options: FailedEventsOptions): FailedEventStore {
  return {
    saveFailedEvents: async (failed) => {
      const requests = new Map<string, WriteRequest>();
      for (const event of failed) {
        const stored = storedFailedEvent(event);
        // BatchWriteItem refuses the same key twice
        if (requests.has(stored.id)) continue;
        requests.set(stored.id, { PutRequest: { Item: await itemOf(options, event, stored) } });
      }
      const waiting = [...requests.values()];
      while (waiting.length > 0) await writeAll(options, waiting.splice(0, MAX_BATCH_ITEMS));
    },
  };
}

type Item = Record<string, AttributeValue>;

async function itemOf(
  options: FailedEventsOptions,
  event: FailedEvent,
  stored: StoredFailedEvent,
): Promise<Item> {
  const item: Item = {
    day: { S: stored.day },
    id: { S: stored.id },
    code: { S: event.code },
    reason: { S: event.reason },
    receivedAt: { S: event.receivedAt },
    expiresAt: { N: String(stored.expiresAt) },
    ...(await payloadOf(options, stored)),
  };
  if (event.sourceId !== undefined) item.sourceId = { S: event.sourceId };
  if (event.messageId !== undefined) item.messageId = { S: event.messageId };
  return item;
}

async function payloadOf({ s3, bucket }: FailedEventsOptions, stored: StoredFailedEvent): Promise<Item> {
  if (Buffer.byteLength(stored.payload) <= MAX_INLINE_BYTES) return { payload: { S: stored.payload } };
  const key = `failed-events/${stored.day.slice(0, 10)}/${stored.id}.json.gz`;
  await s3().send(
    new PutObjectCommand({
      Bucket: bucket,
      Key: key,
      Body: await compress(stored.payload),
      ContentType: 'application/json',
      ContentEncoding: 'gzip',
    }),
  );
  return { payloadKey: { S: key } };
}

async function writeAll({ dynamo, table, pacing = realPacing }: FailedEventsOptions, batch: WriteRequest[]) {
  let waiting = batch;
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const answer = await dynamo.send(new BatchWriteItemCommand({ RequestItems: { [table]: waiting } }));
    waiting = answer.UnprocessedItems?.[table] ?? [];
    if (waiting.length === 0) return;
    await pacing.pause(retryMilliseconds(attempt, pacing.random));
  }
  throw new RetryableError(`${waiting.length} failed events not stored after ${MAX_ATTEMPTS} attempts`);
}
