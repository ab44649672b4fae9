import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import * as z from 'zod';
import type {
  Member,
  MemberPosition,
  MembershipReader,
} from '../../shared/profiles/memberships/list-members.ts';
import { MEMBERSHIP_SHARDS, shardOf } from '../../shared/profiles/memberships/shard.ts';
import type { DaySize, SizeStore } from '../../shared/profiles/memberships/sizes.ts';
import type { MembershipIndex, MembershipRow } from '../../shared/profiles/react.ts';
import { unlessConditionFailed } from './conflict.ts';
import { fromAttributes, toAttributes } from './dynamo-items.ts';

// a stream repeats for at most 24 h; after twice that no late entry can meet the mark of its exit any more
const EXIT_MARK_SECONDS = 2 * 86_400;

export function dynamoMembershipIndex(client: DynamoDBClient, table: string): MembershipIndex {
  return { put: (row) => put(client, table, row) };
}

/** Written only over an older effect, so a repeated or late stream record changes nothing. */
async function put(client: DynamoDBClient, table: string, row: MembershipRow): Promise<void> {
  const { segment, profileId, since, entry, effectNumber, exitedAt } = row;
  const exit = exitedAt === undefined ? {} : exitMark(exitedAt);
  const item = {
    segment: `${segment}#${shardOf(profileId, MEMBERSHIP_SHARDS)}`,
    profileId,
    since: new Date(since).toISOString(),
    entry,
    effectNumber,
    ...exit,
  };
  // a newer effect stands there already, or this very one: both are done
  await unlessConditionFailed(
    client.send(
      new PutItemCommand({
        TableName: table,
        Item: toAttributes(item),
        ConditionExpression: 'attribute_not_exists(effectNumber) OR effectNumber < :number',
        ExpressionAttributeValues: toAttributes({ ':number': effectNumber }),
      }),
    ),
  );
}

function exitMark(exitedAt: number) {
  return {
    exited: new Date(exitedAt).toISOString(),
    expiresAt: Math.floor(exitedAt / 1_000) + EXIT_MARK_SECONDS,
  };
}

type Item = Record<string, AttributeValue>;
type Table = { readonly client: DynamoDBClient; readonly name: string };

const memberItemSchema = z
  .object({
    profileId: z.object({ S: z.string() }),
    since: z.object({ S: z.iso.datetime() }),
    entry: z.object({ N: z.coerce.number() }),
  })
  .transform((item): Member => ({ profileId: item.profileId.S, since: item.since.S, entry: item.entry.N }));

/** Who is in a segment, one shard at a time; what an exit leaves behind is no member. */
export function dynamoMembershipReader(client: DynamoDBClient, table: string): MembershipReader {
  const at = { client, name: table };
  return {
    listShard: (segmentId, position, limit) => readShard(at, segmentId, { position, limit }),
    countShard: (segmentId, position) => countShard(at, segmentId, position),
  };
}

const membersOf = (table: Table, segment: string): QueryCommandInput => ({
  TableName: table.name,
  KeyConditionExpression: '#segment = :segment',
  ExpressionAttributeNames: { '#segment': 'segment' },
  FilterExpression: 'attribute_not_exists(exited)',
  ExpressionAttributeValues: { ':segment': { S: segment } },
});

async function readShard(
  table: Table,
  segmentId: string,
  { position, limit }: { position: MemberPosition; limit: number },
): ReturnType<MembershipReader['listShard']> {
  const segment = `${segmentId}#${position.shard}`;
  const members: Member[] = [];
  let from = startAfter(segment, position);
  do {
    const answer = await table.client.send(
      new QueryCommand({
        ...membersOf(table, segment),
        ExclusiveStartKey: from,
        Limit: limit - members.length,
      }),
    );
    members.push(...(answer.Items ?? []).map((item) => memberItemSchema.parse(item)));
    from = answer.LastEvaluatedKey;
  } while (from !== undefined && members.length < limit);
  return { members, after: from?.profileId?.S };
}

const startAfter = (segment: string, { after }: MemberPosition): Item | undefined =>
  after === undefined ? undefined : { segment: { S: segment }, profileId: { S: after } };

/** What one query reaches: it reads 1 MB, about 8,000 members. */
async function countShard(
  table: Table,
  segmentId: string,
  position: MemberPosition,
): ReturnType<MembershipReader['countShard']> {
  const segment = `${segmentId}#${position.shard}`;
  const { Count: count = 0, LastEvaluatedKey: last } = await table.client.send(
    new QueryCommand({
      ...membersOf(table, segment),
      Select: 'COUNT',
      ExclusiveStartKey: startAfter(segment, position),
    }),
  );
  return { count, after: last?.profileId?.S };
}

const sizeKeyOf = (segmentId: string): string => `size#${segmentId}`;

// 2026-11-22 is 20261122: the range key of the table is a number
const numberOf = (day: string): number => Number(day.replaceAll('-', ''));
const AFTER_ALL_DAYS = '9999-12-31';

const sizeItemSchema = z
  .object({ day: z.iso.date(), members: z.number(), segmentVersion: z.number() })
  .transform(({ day, members, segmentVersion: version }): DaySize => ({ day, members, version }));

/** One small item for each segment and day beside the definitions; they are kept for good. */
export function dynamoSizes(client: DynamoDBClient, table: string): SizeStore {
  return {
    save: async (segmentId, { day, members, version }) => {
      const key = { definition: sizeKeyOf(segmentId), version: numberOf(day) };
      const item = { ...key, day, members, segmentVersion: version };
      await client.send(new PutItemCommand({ TableName: table, Item: toAttributes(item) }));
    },
    list: async (segmentId, { most, before = AFTER_ALL_DAYS }) => {
      const { Items = [] } = await client.send(
        new QueryCommand({
          TableName: table,
          KeyConditionExpression: '#definition = :definition AND #version < :before',
          ExpressionAttributeNames: { '#definition': 'definition', '#version': 'version' },
          ExpressionAttributeValues: toAttributes({
            ':definition': sizeKeyOf(segmentId),
            ':before': numberOf(before),
          }),
          ScanIndexForward: false,
          Limit: most,
        }),
      );
      return Items.map((item) => sizeItemSchema.parse(fromAttributes(item)));
    },
  };
}
