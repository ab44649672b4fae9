import { type DynamoDBClient, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { MembershipIndex, MembershipRow } from '../../shared/profiles/react.ts';
import { MEMBERSHIP_SHARDS, shardOf } from '../../shared/segments/shard.ts';
import { toAttributes } from './attribute-values.ts';
import { isConflict } from './conflict.ts';

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
  try {
    await client.send(
      new PutItemCommand({
        TableName: table,
        Item: toAttributes(item),
        ConditionExpression: 'attribute_not_exists(effectNumber) OR effectNumber < :number',
        ExpressionAttributeValues: toAttributes({ ':number': effectNumber }),
      }),
    );
  } catch (error) {
    // a newer effect stands there already, or this very one: both are done
    if (!isConflict(error)) throw error;
  }
}

function exitMark(exitedAt: number) {
  return {
    exited: new Date(exitedAt).toISOString(),
    expiresAt: Math.floor(exitedAt / 1_000) + EXIT_MARK_SECONDS,
  };
}
