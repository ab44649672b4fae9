import type { AttributeValue } from '@aws-sdk/client-dynamodb';

export type FlatItem = Readonly<Record<string, number | string | Uint8Array>>;

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
