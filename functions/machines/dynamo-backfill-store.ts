import {
  type AttributeValue,
  type DynamoDBClient,
  GetItemCommand,
  PutItemCommand,
  UpdateItemCommand,
} from '@aws-sdk/client-dynamodb';
import {
  type Backfill,
  type BackfillStore,
  noBackfill,
  shardProgressSchema,
  untouched,
} from '../../shared/profiles/memberships/backfill.ts';
import { unlessConditionFailed } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';

type Item = Record<string, AttributeValue>;
type Table = { readonly client: DynamoDBClient; readonly name: string };

const KEY = toAttributes({ definition: 'backfill', version: 0 });
const shardName = (shard: number): string => `shard${shard}`;

/** One item beside the definitions, with an attribute for each shard so that none waits for another. */
export function dynamoBackfillStore(client: DynamoDBClient, name: string): BackfillStore {
  const table = { client, name };
  return {
    load: () => load(table),
    begin: (number, shards) => begin(table, number, shards),
    note: (number, shard, progress) =>
      update(table, number, { [shardName(shard)]: { S: JSON.stringify(progress) } }),
    finish: (number, profiles) => update(table, number, toAttributes({ done: number, profiles })),
  };
}

async function load({ client, name }: Table): Promise<Backfill> {
  const { Item } = await client.send(new GetItemCommand({ TableName: name, Key: KEY, ConsistentRead: true }));
  if (Item === undefined) return noBackfill;
  const { number, done, profiles, count, ...rest } = fromAttributes(Item);
  const shards = Array.from({ length: Number(count) }, (_, shard) =>
    shardProgressSchema.parse(JSON.parse(String(rest[shardName(shard)]))),
  );
  return { number: Number(number), done: Number(done), profiles: Number(profiles), shards };
}

// what was done before stays known: until the end it is what everybody has met
async function begin(table: Table, number: number, count: number): ReturnType<BackfillStore['begin']> {
  const { done, profiles } = await load(table);
  const shards = Array.from({ length: count }, (_, shard) => [shardName(shard), JSON.stringify(untouched)]);
  const put = new PutItemCommand({
    TableName: table.name,
    Item: { ...KEY, ...toAttributes({ number, done, profiles, count, ...Object.fromEntries(shards) }) },
    ConditionExpression: 'attribute_not_exists(#number) OR (#number <= :number AND done < :number)',
    ExpressionAttributeNames: { '#number': 'number' },
    ExpressionAttributeValues: toAttributes({ ':number': number }),
  });
  return (await unlessConditionFailed(table.client.send(put))) ? 'saved' : 'superseded';
}

async function update(
  { client, name }: Table,
  number: number,
  attributes: Item,
): ReturnType<BackfillStore['note']> {
  const entries = Object.entries(attributes);
  const command = new UpdateItemCommand({
    TableName: name,
    Key: KEY,
    UpdateExpression: `SET ${entries.map(([field]) => `${field} = :${field}`).join(', ')}`,
    ConditionExpression: '#number = :number',
    ExpressionAttributeNames: { '#number': 'number' },
    ExpressionAttributeValues: {
      ...toAttributes({ ':number': number }),
      ...Object.fromEntries(entries.map(([field, value]) => [`:${field}`, value])),
    },
  });
  return (await unlessConditionFailed(client.send(command))) ? 'saved' : 'superseded';
}
