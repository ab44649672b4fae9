import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  paginateQuery,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import {
  type FailedEventPage,
  type FailedEventRange,
  type FailedEventReader,
  type KeptArrival,
  type KeptFailedEvent,
  type ListedFailedEvent,
  partitionOf,
  partitionsOfDay,
} from '../../shared/events/failed-event.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import type { PayloadReader } from '../aws/s3-payload-store.ts';

export type FailedEventReaderOptions = {
  readonly dynamo: DynamoDBClient;
  readonly table: string;
  readonly payloads: PayloadReader;
};

const listed = {
  id: z.string(),
  code: z.string(),
  reason: z.string(),
  pointer: z.string().optional(),
  keyword: z.string().optional(),
  sourceId: z.string().optional(),
  messageId: z.string().optional(),
  receivedAt: z.string(),
};
const listedSchema = z.object(listed);
// stored by the writer of this project
const keptArrivalSchema = z.string().transform((text): KeptArrival => JSON.parse(text));
const itemSchema = z.object({
  ...listed,
  payload: z.string().optional(),
  payloadKey: z.string().optional(),
  arrival: keptArrivalSchema.optional(),
});

type Item = Record<string, AttributeValue>;

/** FailedEvents as lists, and one by one with the payload, wherever that lies. */
export function dynamoFailedEventReader(options: FailedEventReaderOptions): FailedEventReader {
  return {
    list: (range, limit) => list(options, range, limit),
    find: (id) => find(options, id),
  };
}

const DAY_MS = 86_400_000;
const AFTER_ALL = '~'; // sorts behind all that can follow a time in an id
const PAGE = 250; // items of some hundred bytes to some KB; a query reads at most 1 MB

type Asked = Pick<FailedEventRange, 'code' | 'source'> & { readonly before: string };

/** Day by day. Ids begin with the time, so they order what the partitions of a day hold. */
async function list(
  options: FailedEventReaderOptions,
  { from, to, before = `${to}${AFTER_ALL}`, code, source }: FailedEventRange,
  limit: number,
): Promise<FailedEventPage> {
  const items: ListedFailedEvent[] = [];
  for (const day of daysBack(before.slice(0, 10), from.slice(0, 10))) {
    const left = limit - items.length;
    const lists = await Promise.all(
      partitionsOfDay(day).map((name) => query(options, { code, source, before }, { name, left })),
    );
    const found = lists.flat().filter(({ id }) => id >= from);
    items.push(...found.sort((one, other) => (one.id < other.id ? 1 : -1)).slice(0, left));
    if (items.length === limit) return { items, next: items.at(-1)?.id };
  }
  return { items, next: undefined };
}

function* daysBack(last: string, first: string): Generator<string> {
  for (let at = Date.parse(last); at >= Date.parse(first); at -= DAY_MS)
    yield new Date(at).toISOString().slice(0, 10);
}

async function query(
  { dynamo, table }: FailedEventReaderOptions,
  asked: Asked,
  { name, left }: { readonly name: string; readonly left: number },
): Promise<readonly ListedFailedEvent[]> {
  const items: Item[] = [];
  const pages = paginateQuery(
    { client: dynamo, pageSize: PAGE },
    { TableName: table, ...inputOf(asked, name) },
  );
  for await (const { Items = [] } of pages) {
    items.push(...Items);
    if (items.length >= left) break;
  }
  return items.slice(0, left).map((item) => listedSchema.parse(fromAttributes(item)));
}

function inputOf({ code, source, before }: Asked, day: string) {
  const filters = Object.entries({ code, sourceId: source }).filter(([, value]) => value !== undefined);
  const values = Object.fromEntries(filters.map(([name, value = '']) => [`:${name}`, value]));
  const names = [...Object.keys(listed), 'day'].map((name) => [`#${name}`, name]);
  return {
    KeyConditionExpression: '#day = :day AND #id < :before',
    ProjectionExpression: Object.keys(listed)
      .map((name) => `#${name}`)
      .join(', '),
    ...(filters.length === 0
      ? {}
      : { FilterExpression: filters.map(([name]) => `#${name} = :${name}`).join(' AND ') }),
    ExpressionAttributeNames: Object.fromEntries(names),
    ExpressionAttributeValues: toAttributes({ ':day': day, ':before': before, ...values }),
    ScanIndexForward: false,
  };
}

async function find(
  { dynamo, table, payloads }: FailedEventReaderOptions,
  id: string,
): Promise<KeptFailedEvent | undefined> {
  const Key = toAttributes({ day: partitionOf(id), id });
  const { Item: item } = await dynamo.send(
    new GetItemCommand({ TableName: table, Key, ConsistentRead: true }),
  );
  if (item === undefined) return undefined;
  const { payloadKey, payload, ...kept } = itemSchema.parse(fromAttributes(item));
  const text = payloadKey === undefined ? payload : await payloads.get(payloadKey);
  return { ...kept, payload: JSON.parse(text ?? 'null') };
}
