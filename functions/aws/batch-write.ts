import { setImmediate } from 'node:timers/promises';
import { BatchWriteItemCommand, type DynamoDBClient, type WriteRequest } from '@aws-sdk/client-dynamodb';
import { RetryableError } from '../../shared/errors.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import { type Pacing, realPacing, retryMilliseconds } from '../lib/pacing.ts';
import { toAttributes } from './dynamo-items.ts';

/** One item to put or key to delete. BatchWriteItem refuses the same key twice. */
export type TableWrite = { readonly table: string; readonly request: WriteRequest };

const MAX_BATCH_ITEMS = 25; // the most BatchWriteItem takes
const MAX_ATTEMPTS = 8;

/** Writes items of any tables; what was not taken comes again, with jitter. Throws RetryableError unless all is done. */
export async function batchWrite(
  client: DynamoDBClient,
  writes: readonly TableWrite[],
  pacing: Pacing = realPacing,
): Promise<void> {
  for (let start = 0; start < writes.length; start += MAX_BATCH_ITEMS)
    await writeBatch(client, writes.slice(start, start + MAX_BATCH_ITEMS), pacing);
}

async function writeBatch(
  client: DynamoDBClient,
  writes: readonly TableWrite[],
  pacing: Pacing,
): Promise<void> {
  let waiting = byTable(writes);
  for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt += 1) {
    const answer = await client.send(new BatchWriteItemCommand({ RequestItems: waiting }));
    waiting = answer.UnprocessedItems ?? {};
    if (countOf(waiting) === 0) return;
    await pacing.pause(retryMilliseconds(attempt, pacing.random));
  }
  throw new RetryableError(`${countOf(waiting)} items not written in ${MAX_ATTEMPTS} attempts`);
}

function byTable(writes: readonly TableWrite[]): Record<string, WriteRequest[]> {
  const groups = Map.groupBy(writes, ({ table }) => table);
  return Object.fromEntries([...groups].map(([table, own]) => [table, own.map(({ request }) => request)]));
}

function countOf(requests: Readonly<Record<string, readonly WriteRequest[]>>): number {
  return Object.values(requests).flat().length;
}

/** Puts an item, whatever was there, and answers when it is stored. The same key must not be put twice at once. */
export type Put = (table: string, item: FlatItem) => Promise<void>;

/**
 * Puts that are asked for in the same turn of the event loop leave as one request: AWS bills items alone, but a request costs
 * the processor as much as folding an event does.
 */
export function joinedPuts(client: DynamoDBClient): Put {
  let joined: { readonly writes: TableWrite[]; readonly done: Promise<void> } | undefined;
  const send = async (writes: readonly TableWrite[]): Promise<void> => {
    await setImmediate();
    if (joined?.writes === writes) joined = undefined;
    await batchWrite(client, writes);
  };
  return (table, item) => {
    if (joined === undefined || joined.writes.length === MAX_BATCH_ITEMS) {
      const writes: TableWrite[] = [];
      joined = { writes, done: send(writes) };
    }
    joined.writes.push({ table, request: { PutRequest: { Item: toAttributes(item) } } });
    return joined.done;
  };
}
