import { DeleteItemCommand, type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { Person, Sweep } from '../../shared/profiles/jobs/person.ts';
import { shardOf, TIMER_SHARDS } from '../../shared/profiles/memberships/shard.ts';
import type { MembershipIndex } from '../../shared/profiles/react.ts';
import { unlessConditionFailed } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import { MERGE_PREFIX, memberKey, PAGE_PREFIX } from '../aws/dynamo-profile-store.ts';
import { deleteItems } from './removing/delete-items.ts';

/** What is stored under the ids of profiles, with the version of the write that stored it. */
type Layout = {
  /** whose ids: those of the profiles that were, or every key that one was about to have */
  readonly of: 'ids' | 'keys';
  readonly table: string;
  readonly hash: string;
  readonly range: string;
  /** what the range key begins with */
  readonly prefix: string;
  /** which of its pieces is the version */
  readonly versionAt: number;
};

const layouts = {
  seenPages: { of: 'ids', hash: 'node', range: 'part', prefix: PAGE_PREFIX, versionAt: 2 },
  mergeStates: { of: 'ids', hash: 'node', range: 'part', prefix: MERGE_PREFIX, versionAt: 1 },
  timeline: { of: 'keys', hash: 'profileId', range: 'chunk', prefix: '', versionAt: 0 },
} as const;

export const sweepSeenPages = (dynamo: DynamoDBClient, table: string): Sweep =>
  sweepVersioned(dynamo, { table, ...layouts.seenPages });

/** What merges could have been undone from. */
export const sweepMergeStates = (dynamo: DynamoDBClient, table: string): Sweep =>
  sweepVersioned(dynamo, { table, ...layouts.mergeStates });

/**
 * Chunks that hang in no chain too: a write that lost its race leaves them, one that was to make a profile under the key of an
 * identifier that somebody else attached first.
 */
export const sweepTimeline = (dynamo: DynamoDBClient, table: string): Sweep =>
  sweepVersioned(dynamo, { table, ...layouts.timeline });

/** A new life under the same id has higher versions and keeps what is its own. */
function sweepVersioned(dynamo: DynamoDBClient, layout: Layout): Sweep {
  const { of, table, hash, range, prefix, versionAt } = layout;
  return async ({ version, ...person }) => {
    let removed = 0;
    for (const id of person[of]) {
      const input = {
        TableName: table,
        ConsistentRead: true,
        KeyConditionExpression:
          prefix === '' ? '#hash = :id' : '#hash = :id AND begins_with(#range, :prefix)',
        ProjectionExpression: '#hash, #range',
        ExpressionAttributeNames: { '#hash': hash, '#range': range },
        ExpressionAttributeValues: toAttributes({
          ':id': id,
          ...(prefix === '' ? {} : { ':prefix': prefix }),
        }),
      };
      for await (const { Items = [] } of paginateQuery({ client: dynamo }, input)) {
        const old = Items.filter((item) => {
          const written = String(fromAttributes(item)[range]).split('#')[versionAt];
          // a write that was under way when the profile was erased had the next version
          return Number(written) <= version + 1;
        });
        await deleteItems(dynamo, table, old);
        removed += old.length;
      }
    }
    return { removed };
  };
}

/** The timer that is armed; those that fired hold no more than an id and leave within days. */
export const sweepTimers =
  (dynamo: DynamoDBClient, table: string): Sweep =>
  async ({ ids: [id = ''], timerMinute }) => {
    if (timerMinute === undefined) return { removed: 0 };
    const minute = `${timerMinute}#${shardOf(id, TIMER_SHARDS)}`;
    await deleteItems(dynamo, table, [toAttributes({ minute, profileId: id })]);
    return { removed: 1 };
  };

/** An exit under the number of the erasure: what a stream still brings of the entries before is older and changes nothing. */
export const sweepMemberships =
  (index: MembershipIndex): Sweep =>
  async ({ ids: [profileId = ''], segments, effectNumber, erasedAt }: Person) => {
    for (const segment of segments) {
      const exit = { since: erasedAt, entry: 0, effectNumber, exitedAt: erasedAt };
      await index.put({ segment, profileId, ...exit });
    }
    return { removed: segments.length };
  };

/** The lists of members; who joined again in a new life stays. What they said of a group is the group's. */
export const sweepGroups =
  (dynamo: DynamoDBClient, table: string): Sweep =>
  async ({ ids, groups, version }) => {
    let removed = 0;
    for (const Key of groups.flatMap((key) => ids.map((profileId) => memberKey({ key, profileId })))) {
      const remove = new DeleteItemCommand({
        TableName: table,
        Key,
        ConditionExpression: 'version <= :version',
        ExpressionAttributeValues: toAttributes({ ':version': version }),
      });
      if (await unlessConditionFailed(dynamo.send(remove))) removed += 1;
    }
    return { removed };
  };
