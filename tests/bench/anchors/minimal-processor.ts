import { type DynamoDBClient, UpdateItemCommand } from '@aws-sdk/client-dynamodb';
import { byteReader, byteWriter } from '../../../shared/segments/values/bytes.ts';
import { type Counts, minimalRules } from './minimal-rules.ts';

const DAY = 86_400_000;

type Item = {
  readonly event: string;
  readonly anonymousId: string;
  readonly timestamp: string;
  readonly properties: { total: number };
};
export type MinimalPerson = {
  readonly traits: Readonly<Record<string, unknown>>;
  readonly packed: Uint8Array;
};

/**
 * The least any processor does with a batch: parse, bring the events of a person together, unpack her counts per event and
 * day, count, ask the rules that the events can change, pack, and one conditional UpdateItem. No identities, no duplicates, no
 * exact instants, no timeline, no timers. Answers how many rules hold.
 */
export function minimalProcessor(
  dynamo: DynamoDBClient,
  people: ReadonlyMap<string, MinimalPerson>,
): (records: readonly { readonly data: Uint8Array }[]) => Promise<number> {
  const rulesOf = minimalRules();
  return async (records) => {
    const items = records.map(({ data }): Item => JSON.parse(Buffer.from(data).toString()));
    let holding = 0;
    const writes: Promise<unknown>[] = [];
    for (const [id, events] of Map.groupBy(items, ({ anonymousId }) => anonymousId)) {
      const person = people.get(id);
      if (!person) continue;
      const counts = unpack(person.packed);
      for (const event of events) count(counts, event);
      const today = Math.floor(Date.parse(events[0]?.timestamp ?? '') / DAY);
      const rules = new Set(events.flatMap(({ event }) => rulesOf.get(event) ?? []));
      for (const holds of rules) if (holds({ traits: person.traits, counts, today })) holding += 1;
      writes.push(dynamo.send(update(id, pack(counts))));
    }
    await Promise.all(writes);
    return holding;
  };
}

const update = (id: string, packed: Uint8Array) =>
  new UpdateItemCommand({
    TableName: 'profiles',
    Key: { node: { S: id } },
    UpdateExpression: 'SET hot = :hot, version = :next',
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: { ':hot': { B: packed }, ':next': { N: '2' }, ':version': { N: '1' } },
  });

function count(counts: Counts, { event, timestamp, properties }: Item): void {
  const day = Math.floor(Date.parse(timestamp) / DAY);
  const days = counts.get(event) ?? [];
  const last = days.at(-1);
  if (last?.day === day) {
    last.count += 1;
    last.sum += properties.total;
  } else days.push({ day, count: 1, sum: properties.total });
  counts.set(event, days);
}

export function pack(counts: Counts): Uint8Array {
  const writer = byteWriter();
  for (const [name, days] of counts) {
    writer.text(name);
    writer.count(days.length);
    for (const { day, count, sum } of days) for (const number of [day, count, sum]) writer.count(number);
  }
  return writer.bytes();
}

function unpack(packed: Uint8Array): Counts {
  const reader = byteReader(packed);
  const counts: Counts = new Map();
  while (!reader.isAtEnd()) {
    const name = reader.text();
    const day = () => ({ day: reader.count(), count: reader.count(), sum: reader.count() });
    counts.set(name, Array.from({ length: reader.count() }, day));
  }
  return counts;
}
