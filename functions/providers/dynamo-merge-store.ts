import { type DynamoDBClient, paginateQuery, TransactWriteItemsCommand } from '@aws-sdk/client-dynamodb';
import { InvalidInputError } from '../../shared/errors.ts';
import { MAX_TRANSACTION_ITEMS, type ProfileWrite } from '../../shared/fold/draft.ts';
import type { MergeStore, StoredMerges } from '../../shared/fold/merging/merge-store.ts';
import { readMerges } from '../../shared/fold/merging/prior-states.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import { unlessConflict } from '../aws/conflict.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';
import { MERGE_PREFIX, transactionOf } from '../aws/dynamo-profile-store.ts';

/** Items beside the profiles, several where one does not hold what a write kept. */
export function dynamoMergeStore(client: DynamoDBClient, table: string): MergeStore {
  return {
    loadMerges: async (ids) => (await Promise.all(ids.map((id) => load(client, table, id)))).flat(),
    saveSplit: (writes, undone) => save(client, table, { writes, undone }),
  };
}

async function load(client: DynamoDBClient, table: string, id: string): Promise<StoredMerges[]> {
  const items: FlatItem[] = [];
  const pages = paginateQuery(
    { client },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'node = :node AND begins_with(part, :prefix)',
      ExpressionAttributeValues: toAttributes({ ':node': id, ':prefix': MERGE_PREFIX }),
    },
  );
  for await (const { Items = [] } of pages) items.push(...Items.map(fromAttributes));
  const byWrite = Map.groupBy(items, ({ part }) => String(part).slice(0, String(part).lastIndexOf('#')));
  return [...byWrite.values()].map((slices) => decode(id, slices));
}

function decode(profileId: string, items: readonly FlatItem[]): StoredMerges {
  const slices = items.flatMap(({ states }) => (states instanceof Uint8Array ? [states] : []));
  return {
    profileId,
    parts: items.map(({ part }) => String(part)),
    merges: readMerges(slices),
    expiresAt: Number(items[0]?.expiresAt),
  };
}

type SplitItems = { readonly writes: readonly ProfileWrite[]; readonly undone: readonly StoredMerges[] };

async function save(
  client: DynamoDBClient,
  table: string,
  { writes, undone }: SplitItems,
): ReturnType<MergeStore['saveSplit']> {
  const removed = undone.flatMap(({ profileId, parts }) =>
    parts.map((part) => ({ Delete: { TableName: table, Key: toAttributes({ node: profileId, part }) } })),
  );
  const items = [...writes.flatMap((write) => transactionOf(table, write)), ...removed];
  if (items.length > MAX_TRANSACTION_ITEMS)
    throw new InvalidInputError('too_large', `the split would change ${items.length} items at once`, {
      allowed: MAX_TRANSACTION_ITEMS,
    });
  return unlessConflict(client.send(new TransactWriteItemsCommand({ TransactItems: items })));
}
