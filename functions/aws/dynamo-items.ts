import { type AttributeValue, BatchGetItemCommand, type DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { RetryableError } from '../../shared/errors.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';

/** Flat attributes as DynamoDB writes them; numbers here are counters and epoch times, far below 2^53. */
export function toAttributes(item: FlatItem): Record<string, AttributeValue> {
  return Object.fromEntries(Object.entries(item).map(([name, value]) => [name, toAttribute(value)]));
}

function toAttribute(value: number | string | Uint8Array): AttributeValue {
  if (typeof value === 'number') return { N: String(value) };
  return typeof value === 'string' ? { S: value } : { B: value };
}

export function fromAttributes(attributes: Readonly<Record<string, AttributeValue>>): FlatItem {
  const item: Record<string, number | string | Uint8Array> = {};
  for (const [name, value] of Object.entries(attributes)) {
    if (value.N !== undefined) item[name] = Number(value.N);
    else if (value.S !== undefined) item[name] = value.S;
    else if (value.B !== undefined) item[name] = value.B;
  }
  return item;
}

type Key = Record<string, AttributeValue>;
type Request = { readonly table: string; readonly consistent: boolean; readonly keys: readonly Key[] };

const MAX_KEYS = 100; // of one BatchGetItem
const MAX_ROUNDS = 5;

/** Reads any number of items of one table; keys that do not exist are missing from the answer. Throws RetryableError when throttled on. */
export async function batchGet(client: DynamoDBClient, request: Request): Promise<Key[]> {
  const groups: Key[][] = [];
  for (let start = 0; start < request.keys.length; start += MAX_KEYS)
    groups.push(request.keys.slice(start, start + MAX_KEYS));
  const answers = await Promise.all(groups.map((keys) => getGroup(client, { ...request, keys })));
  return answers.flat();
}

async function getGroup(client: DynamoDBClient, { table, consistent, keys }: Request): Promise<Key[]> {
  const found: Key[] = [];
  let left = [...keys];
  for (let round = 0; round < MAX_ROUNDS && left.length > 0; round += 1) {
    const RequestItems = { [table]: { Keys: left, ConsistentRead: consistent } };
    const answer = await client.send(new BatchGetItemCommand({ RequestItems }));
    found.push(...(answer.Responses?.[table] ?? []));
    left = answer.UnprocessedKeys?.[table]?.Keys ?? [];
  }
  if (left.length > 0)
    throw new RetryableError(`${left.length} keys of ${table} were throttled ${MAX_ROUNDS} times`);
  return found;
}
