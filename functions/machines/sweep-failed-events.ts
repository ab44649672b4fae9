import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { FAILED_EVENT_DAYS, partitionsOfDay } from '../../shared/events/failed-event.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import { mentions } from '../../shared/profiles/jobs/mentions.ts';
import type { Sweep } from '../../shared/profiles/jobs/person.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import { deleteItems } from './removing/delete-items.ts';
import { type Bucket, deleteObject, readObject } from './removing/stored-objects.ts';

export type FailedEventSweep = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  readonly payloads: Bucket;
  loadIdentityKey(): Promise<IdentityKey>;
};

const DAY_MS = 86_400_000;

/** Day by day, each a step: failed events that name the person, with the payloads that lie in the bucket. */
export const sweepFailedEvents =
  (options: FailedEventSweep): Sweep =>
  async ({ keys }, from, now) => {
    const daysBack = typeof from === 'number' ? from : 0;
    const day = new Date(now.getTime() - daysBack * DAY_MS).toISOString().slice(0, 10);
    const identityKey = await options.loadIdentityKey();
    const isTheirs = (content: unknown) => mentions(content, new Set(keys), identityKey);
    let removed = 0;
    for (const partition of partitionsOfDay(day))
      removed += await sweepPartition(options, partition, isTheirs);
    return { removed, next: daysBack < FAILED_EVENT_DAYS ? daysBack + 1 : undefined };
  };

async function sweepPartition(
  options: FailedEventSweep,
  day: string,
  isTheirs: (content: unknown) => boolean,
): Promise<number> {
  const { dynamo, table, payloads } = options;
  let removed = 0;
  const input = {
    TableName: table,
    KeyConditionExpression: '#day = :day',
    ExpressionAttributeNames: { '#day': 'day' },
    ExpressionAttributeValues: toAttributes({ ':day': day }),
  };
  for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) {
    for (const item of Items.map(fromAttributes)) {
      if (!isTheirs(await contentOf(payloads, item))) continue;
      // the item last: without it nobody finds the payload
      if (item.payloadKey !== undefined) await deleteObject(payloads, String(item.payloadKey));
      await deleteItems(dynamo, table, [toAttributes({ day, id: String(item.id) })]);
      removed += 1;
    }
  }
  return removed;
}

async function contentOf(payloads: Bucket, { payload, payloadKey, arrival }: FlatItem): Promise<unknown[]> {
  const text = payloadKey === undefined ? payload : (await readObject(payloads, String(payloadKey))).text;
  return [text, arrival].filter((one) => one !== undefined).map((one) => parsed(String(one)));
}

/** A payload may itself be text that holds JSON: a record of the stream that was no event. */
function parsed(text: string): unknown {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'string' ? [value, parsed(value)] : value;
  } catch {
    return text;
  }
}
