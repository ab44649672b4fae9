import { type DynamoDBClient, GetItemCommand, paginateQuery, QueryCommand } from '@aws-sdk/client-dynamodb';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { ProfileWrite } from '../../shared/fold/draft.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import type { LinkedChunk, TimelineReader, TimelineStore } from '../../shared/profiles/profile-store.ts';
import {
  decodeChunk,
  encodeChunks,
  headOf,
  keyOfHead,
  linkedChunk,
} from '../../shared/profiles/timeline/timeline-chunk.ts';
import { joinedPuts, type Put } from './batch-write.ts';
import { fromAttributes, toAttributes } from './dynamo-items.ts';

export function dynamoTimelineStore(client: DynamoDBClient, table: string): TimelineStore {
  const put = joinedPuts(client);
  return {
    append: (write) => append(put, table, write),
    load: (heads) => load(client, table, heads),
    loadChunk: (head) => loadChunk(client, table, head),
  };
}

async function append(put: Put, table: string, write: ProfileWrite): Promise<string> {
  const { profile, events, previousHeads } = write;
  const chunks = encodeChunks({ profileId: profile.id, version: profile.version, events, previousHeads });
  await Promise.all(chunks.map((chunk) => put(table, chunk)));
  const last = chunks.at(-1);
  if (!last) throw new Error('a timeline chunk needs events');
  return headOf(last);
}

async function loadChunk(client: DynamoDBClient, table: string, head: string): Promise<StreamEvent[]> {
  const Key = toAttributes(keyOfHead(head));
  const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
  return Item ? decodeChunk(fromAttributes(Item)) : [];
}

export function dynamoTimelineReader(client: DynamoDBClient, table: string): TimelineReader {
  return { loadBack: (head, most) => loadBack(client, table, { head, most }) };
}

// one query reads many small chunks for the price of their bytes, where each read alone costs a unit
async function loadBack(
  client: DynamoDBClient,
  table: string,
  { head, most }: { readonly head: string; readonly most: number },
): Promise<LinkedChunk[]> {
  const { profileId, chunk } = keyOfHead(head);
  const { Items = [] } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'profileId = :id AND chunk <= :chunk',
      ExpressionAttributeValues: toAttributes({ ':id': profileId, ':chunk': chunk }),
      ScanIndexForward: false,
      Limit: most,
    }),
  );
  return Items.map((item) => linkedChunk(fromAttributes(item)));
}

/** Follows the chain from the heads, so a chunk whose write lost its race is never counted; a chunk that expired ends its branch. */
async function load(client: DynamoDBClient, table: string, heads: readonly string[]): Promise<StreamEvent[]> {
  const stored = new Map<string, FlatItem>();
  const queried = new Set<string>();
  const reached = new Map<string, FlatItem>();
  let frontier = [...heads];
  while (frontier.length > 0) {
    for (const profileId of new Set(frontier.map((head) => head.slice(0, head.indexOf('|')))))
      if (!queried.has(profileId)) await queryChunks(client, { table, profileId, stored, queried });
    const next: string[] = [];
    for (const head of frontier) {
      const chunk = stored.get(head);
      if (!chunk || reached.has(head)) continue;
      reached.set(head, chunk);
      next.push(
        ...String(chunk.previous ?? '')
          .split(' ')
          .filter(Boolean),
      );
    }
    frontier = next;
  }
  return inOrder([...reached.values()].flatMap(decodeChunk));
}

type ChunkQuery = { table: string; profileId: string; stored: Map<string, FlatItem>; queried: Set<string> };

async function queryChunks(
  client: DynamoDBClient,
  { table, profileId, stored, queried }: ChunkQuery,
): Promise<void> {
  queried.add(profileId);
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'profileId = :id',
      ExpressionAttributeValues: toAttributes({ ':id': profileId }),
    },
  );
  for await (const { Items = [] } of pages)
    for (const item of Items.map(fromAttributes))
      stored.set(headOf({ profileId, chunk: String(item.chunk) }), item);
}

function inOrder(events: readonly StreamEvent[]): StreamEvent[] {
  const distinct = new Map(events.map((event) => [`${event.source.id}\u0000${event.messageId}`, event]));
  return [...distinct.values()].sort((a, b) =>
    a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0,
  );
}
