import { gunzipSync } from 'node:zlib';
import type { BatchWriteItemCommandInput, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import type { PutObjectCommandInput, S3Client } from '@aws-sdk/client-s3';
import { describe, expect, it } from 'vitest';
import { dynamoFailedEvents } from '../../../functions/aws/dynamo-failed-events.ts';
import { s3PayloadStore } from '../../../functions/aws/s3-payload-store.ts';
import type { FailedEvent } from '../../../shared/events/failed-event.ts';

const failed = (n: number, payload: unknown = { n }): FailedEvent => ({
  code: 'unknown_type',
  reason: 'no such type',
  payload,
  sourceId: 'shop',
  receivedAt: '2026-11-21T12:00:00.000Z',
  messageId: `m-${n}`,
});

/** Tables and buckets in memory; the first `throttles` calls leave their last item unprocessed. */
function memoryAws({ throttles = 0, hasPayloads = true } = {}) {
  const items = new Map<string, Record<string, { S?: string; N?: string }>>();
  const objects = new Map<string, Buffer>();
  const calls: number[] = [];
  const dynamo = {
    send: async ({ input }: { input: BatchWriteItemCommandInput }) => {
      const requests = input.RequestItems?.Failed ?? [];
      calls.push(requests.length);
      const processed = calls.length <= throttles ? requests.slice(0, -1) : requests;
      for (const { PutRequest } of processed)
        items.set(PutRequest?.Item?.id?.S ?? '', { ...PutRequest?.Item } as never); // strings and numbers only
      return { UnprocessedItems: { Failed: requests.slice(processed.length) } };
    },
  };
  const s3 = {
    send: async ({ input }: { input: PutObjectCommandInput }) => {
      objects.set(input.Key ?? '', Buffer.from(input.Body as Uint8Array)); // the adapter sends bytes
    },
  };
  const store = dynamoFailedEvents({
    dynamo: dynamo as unknown as DynamoDBClient, // the adapter calls nothing else
    table: 'Failed',
    // the adapter calls nothing else
    ...(hasPayloads ? { payloads: s3PayloadStore(() => s3 as unknown as S3Client, 'failed') } : {}),
    pacing: { now: () => 0, random: () => 0.5, pause: async () => undefined },
  });
  return { store, items, objects, calls };
}

describe('failed events in DynamoDB', () => {
  it('keeps the payload with code, reason and end of life', async () => {
    const { store, items } = memoryAws();

    await store.saveFailedEvents([failed(1)]);

    expect([...items.values()]).toMatchObject([
      {
        day: { S: expect.stringMatching(/^2026-11-21#\d$/) },
        code: { S: 'unknown_type' },
        reason: { S: 'no such type' },
        payload: { S: '{"n":1}' },
        sourceId: { S: 'shop' },
        messageId: { S: 'm-1' },
        expiresAt: { N: String(Date.parse('2026-12-21T12:00:00.000Z') / 1_000) },
      },
    ]);
  });

  it('keeps one of the same failure saved twice', async () => {
    const { store, items } = memoryAws();

    await store.saveFailedEvents([failed(1), failed(1)]);
    await store.saveFailedEvents([failed(1)]);

    expect(items.size).toBe(1);
  });

  it('writes 25 at a time and tries again what was left over', async () => {
    const { store, items, calls } = memoryAws({ throttles: 2 });

    await store.saveFailedEvents(Array.from({ length: 30 }, (_, n) => failed(n)));

    expect(calls).toEqual([25, 1, 1, 5]);
    expect(items.size).toBe(30);
  });

  it('puts a large payload into the bucket, compressed', async () => {
    const { store, items, objects } = memoryAws();
    const payload = { text: 'x'.repeat(400_000) };

    await store.saveFailedEvents([failed(1, payload)]);

    const [item] = items.values();
    const stored = objects.get(item?.payloadKey?.S ?? '');
    expect(item?.payload).toBeUndefined();
    expect(JSON.parse(String(gunzipSync(stored ?? Buffer.alloc(0))))).toEqual(payload);
  });

  it('refuses a large payload where none can come, so that the stream keeps the record', async () => {
    const { store } = memoryAws({ hasPayloads: false });

    await expect(store.saveFailedEvents([failed(1, 'x'.repeat(400_000))])).rejects.toThrow('400002 bytes');
  });

  it('says so when the table takes nothing', async () => {
    await expect(memoryAws({ throttles: 99 }).store.saveFailedEvents([failed(1)])).rejects.toThrow(
      'not written',
    );
  });
});
