import type { AttributeValue, DynamoDBClient, WriteRequest } from '@aws-sdk/client-dynamodb';
import {
  type FailedEvent,
  type FailedEventRemover,
  type FailedEventStore,
  partitionOf,
  type StoredFailedEvent,
  storedFailedEvent,
} from '../../shared/events/failed-event.ts';
import type { Pacing } from '../lib/pacing.ts';
import { batchWrite } from './batch-write.ts';
import type { PayloadStore } from './s3-payload-store.ts';

const MAX_INLINE_BYTES = 300 * 1_024; // an item may have 400 KB in all

export type FailedEventsOptions = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  /** without one, a payload over 300 KB is an error: for callers whose input is smaller than that */
  readonly payloads?: PayloadStore;
  readonly pacing?: Pacing;
};

/** FailedEvents in DynamoDB, payloads over 300 KB in the payload store. Throws RetryableError unless all is done. */
export function dynamoFailedEvents(options: FailedEventsOptions): FailedEventStore & FailedEventRemover {
  return {
    saveFailedEvents: async (failed) => {
      const requests = new Map<string, WriteRequest>();
      for (const event of failed) {
        const stored = storedFailedEvent(event);
        // BatchWriteItem refuses the same key twice
        if (requests.has(stored.id)) continue;
        requests.set(stored.id, { PutRequest: { Item: await itemOf(options, event, stored) } });
      }
      await writeAll(options, [...requests.values()]);
    },
    removeFailedEvents: (ids) =>
      writeAll(
        options,
        [...new Set(ids)].map((id) => ({
          DeleteRequest: { Key: { day: { S: partitionOf(id) }, id: { S: id } } },
        })),
      ),
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
  const { pointer, keyword, sourceId, messageId } = event;
  const arrival = event.arrival && JSON.stringify(event.arrival);
  for (const [name, text] of Object.entries({ pointer, keyword, sourceId, messageId, arrival }))
    if (text !== undefined) item[name] = { S: text };
  return item;
}

async function payloadOf({ payloads }: FailedEventsOptions, stored: StoredFailedEvent): Promise<Item> {
  const bytes = Buffer.byteLength(stored.payload);
  if (bytes <= MAX_INLINE_BYTES) return { payload: { S: stored.payload } };
  if (!payloads)
    throw new Error(`a failed event of ${bytes} bytes came where at most ${MAX_INLINE_BYTES} can`);
  const key = `failed-events/${stored.day.slice(0, 10)}/${stored.id}.json.gz`;
  await payloads.put(key, stored.payload);
  return { payloadKey: { S: key } };
}

function writeAll(
  { dynamo, table, pacing }: FailedEventsOptions,
  requests: readonly WriteRequest[],
): Promise<void> {
  const writes = requests.map((request) => ({ table, request }));
  return batchWrite(dynamo, writes, pacing);
}
