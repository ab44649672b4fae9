import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import { shardOf, TIMER_SHARDS } from '../../shared/profiles/memberships/shard.ts';
import type { TimerStore } from '../../shared/profiles/profile-store.ts';
import { joinedPuts } from './batch-write.ts';
import { toAttributes } from './dynamo-items.ts';

// fired timers are left to TTL: deleting them would cost a write unit each
const KEEP_SECONDS = 7 * 86_400;

export function dynamoTimerStore(client: DynamoDBClient, table: string): TimerStore {
  const put = joinedPuts(client);
  return {
    arm: (minute, profileId) => {
      const expiresAt = minute * 60 + KEEP_SECONDS;
      return put(table, { minute: `${minute}#${shardOf(profileId, TIMER_SHARDS)}`, profileId, expiresAt });
    },
    due: async (minute) => {
      const shards = Array.from({ length: TIMER_SHARDS }, (_, shard) => `${minute}#${shard}`);
      const ids = await Promise.all(shards.map((shard) => dueInShard(client, table, shard)));
      return ids.flat();
    },
  };
}

async function dueInShard(client: DynamoDBClient, table: string, minute: string): Promise<string[]> {
  const ids: string[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      KeyConditionExpression: '#minute = :minute',
      ExpressionAttributeNames: { '#minute': 'minute' },
      ExpressionAttributeValues: toAttributes({ ':minute': minute }),
      ConsistentRead: true,
    },
  );
  for await (const { Items = [] } of pages) ids.push(...Items.flatMap(({ profileId }) => profileId?.S ?? []));
  return ids;
}
