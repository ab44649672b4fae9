import {
  type AttributeValue,
  type DynamoDBClient,
  PutItemCommand,
  QueryCommand,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import type { GroupMember, ProfileWrite } from '../../shared/fold/draft.ts';
import type { LoadedNode, SeenPage } from '../../shared/fold/world.ts';
import { decodeGroup, encodeGroup, type GroupWrite } from '../../shared/profiles/belonging/group.ts';
import type { FlatItem } from '../../shared/profiles/codec/flat-item.ts';
import { encodeHot } from '../../shared/profiles/codec/hot-codec.ts';
import { decodeNode, encodePointer } from '../../shared/profiles/codec/node-item.ts';
import { decodeSeen, encodeSeen } from '../../shared/profiles/codec/seen.ts';
import type { ColdPart } from '../../shared/profiles/profile.ts';
import type { ProfileStore, ReadOptions } from '../../shared/profiles/profile-store.ts';
import { unlessConflict } from './conflict.ts';
import { batchGet, fromAttributes, toAttributes } from './dynamo-items.ts';

export const HOT = 'hot';
export const COLD = 'traits';
const GROUP = 'group';
/** before the profile's id, beside the group's own item */
export const MEMBER_PREFIX = 'member#';
export const PAGE_PREFIX = 'seen#';
export const MERGE_PREFIX = 'merge#';
const VERSION_DIGITS = 10; // merges are read back in order

export function dynamoProfileStore(client: DynamoDBClient, table: string): ProfileStore {
  const load = (part: string, keys: readonly string[], { consistent }: ReadOptions) =>
    batchGet(client, { table, consistent, keys: keys.map((node) => toAttributes({ node, part })) });
  return {
    loadNodes: async (keys, options) =>
      new Map((await load(HOT, keys, options)).map((item) => nodeOf(fromAttributes(item)))),
    loadCold: async (ids, options) =>
      new Map((await load(COLD, ids, options)).map((item) => decodeCold(fromAttributes(item)))),
    loadGroups: async (keys) => {
      const items = (await load(GROUP, keys, { consistent: true })).map(fromAttributes);
      const stored = new Map(items.map((item) => [item.node, item]));
      return new Map(keys.map((key) => [key, decodeGroup(stored.get(key))]));
    },
    loadPages: (id, since) => loadPages(client, table, { id, since }),
    save: (write) => save(client, table, write),
    saveGroup: (write) => saveGroup(client, table, write),
  };
}

function nodeOf(item: FlatItem): [string, LoadedNode] {
  const key = String(item.node);
  return [key, decodeNode(key, item)];
}

// our own codec wrote it under a version that the write checked, so it is read back as it is
function decodeCold(item: FlatItem): [string, ColdPart] {
  return [String(item.node), { ...JSON.parse(String(item.body)), version: Number(item.version) }];
}

// by expiry, so that the pages nobody asks for any more, which TTL deletes late, cost no read
async function loadPages(
  client: DynamoDBClient,
  table: string,
  { id, since }: { readonly id: string; readonly since: number },
): Promise<SeenPage[]> {
  const { Items } = await client.send(
    new QueryCommand({
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'node = :node AND part BETWEEN :since AND :end',
      ExpressionAttributeValues: toAttributes({
        ':node': id,
        ':since': `${PAGE_PREFIX}${since}`,
        ':end': `${PAGE_PREFIX}~`,
      }),
    }),
  );
  return (Items ?? []).map((attributes) => {
    const item = fromAttributes(attributes);
    const entries = item.entries instanceof Uint8Array ? decodeSeen(item.entries) : new Map();
    return { entries, expiresAt: Number(item.expiresAt) };
  });
}

/** One PutItem in the common case; a transaction as soon as traits, identifiers or other profiles are part of it. */
function save(client: DynamoDBClient, table: string, write: ProfileWrite): Promise<'saved' | 'conflict'> {
  const root = putRoot(table, write);
  const rest = itemsBeside(table, write);
  return unlessConflict(
    rest.length === 0
      ? client.send(new PutItemCommand(root))
      : client.send(new TransactWriteItemsCommand({ TransactItems: [{ Put: root }, ...rest] })),
  );
}

function saveGroup(client: DynamoDBClient, table: string, write: GroupWrite): Promise<'saved' | 'conflict'> {
  const Item = toAttributes({ node: write.key, part: GROUP, ...encodeGroup(write) });
  const put = new PutItemCommand({ TableName: table, Item, ...atVersion(write.group.version - 1) });
  return unlessConflict(client.send(put));
}

/** Everything a write stores, for a transaction of several. */
export function transactionOf(table: string, write: ProfileWrite): TransactWriteItem[] {
  return [{ Put: putRoot(table, write) }, ...itemsBeside(table, write)];
}

function itemsBeside(table: string, write: ProfileWrite): TransactWriteItem[] {
  return [
    ...coldPuts(table, write),
    ...pointerPuts(table, write),
    ...absorb(table, write),
    ...repoint(table, write),
    ...pagePuts(table, write),
    ...mergePuts(table, write),
    ...memberRows(table, write),
  ];
}

type Put = { TableName: string; Item: Record<string, AttributeValue> } & Condition;
type Condition = {
  ConditionExpression?: string;
  ExpressionAttributeNames?: Record<string, string>;
  ExpressionAttributeValues?: Record<string, AttributeValue>;
};

function putRoot(table: string, { profile, expectedVersion, pointedTo }: ProfileWrite): Put {
  return {
    TableName: table,
    Item: toAttributes({ node: profile.id, part: HOT, ...encodeHot(profile) }),
    ...(pointedTo === undefined ? atVersion(expectedVersion) : pointingTo(pointedTo)),
  };
}

/** A pointer has no `version`, so the check also says that the node is still a root. */
export function atVersion(version: number): Condition {
  if (version === 0) return { ConditionExpression: 'attribute_not_exists(node)' };
  return {
    ConditionExpression: 'version = :version',
    ExpressionAttributeValues: toAttributes({ ':version': version }),
  };
}

export function pointingTo(key: string): Condition {
  return {
    ConditionExpression: '#to = :from',
    ExpressionAttributeNames: { '#to': 'to' },
    ExpressionAttributeValues: toAttributes({ ':from': key }),
  };
}

function coldPuts(table: string, { profile, cold }: ProfileWrite): TransactWriteItem[] {
  if (!cold) return [];
  const { version, ...body } = cold.part;
  const item = { node: profile.id, part: COLD, version, body: JSON.stringify(body) };
  return [{ Put: { TableName: table, Item: toAttributes(item), ...atVersion(cold.expectedVersion) } }];
}

function pointerPuts(table: string, { profile, pointers }: ProfileWrite): TransactWriteItem[] {
  return pointers.map((node) => ({
    Put: {
      TableName: table,
      Item: toAttributes({ node, part: HOT, ...encodePointer(profile.id) }),
      ...atVersion(0),
    },
  }));
}

function absorb(table: string, { profile, absorbed }: ProfileWrite): TransactWriteItem[] {
  return absorbed.flatMap(({ id, version, coldVersion, erasedAt }) => {
    const pointer = toAttributes({ node: id, part: HOT, ...encodePointer(profile.id, erasedAt) });
    const items: TransactWriteItem[] = [{ Put: { TableName: table, Item: pointer, ...atVersion(version) } }];
    const Key = toAttributes({ node: id, part: COLD });
    if (coldVersion > 0) items.push({ Delete: { TableName: table, Key, ...atVersion(coldVersion) } });
    return items;
  });
}

function repoint(table: string, { profile, repointed }: ProfileWrite): TransactWriteItem[] {
  return repointed.map(({ key, from, erasedAt }) => ({
    Put: {
      TableName: table,
      Item: toAttributes({ node: key, part: HOT, ...encodePointer(profile.id, erasedAt) }),
      ...pointingTo(from),
    },
  }));
}

function pagePuts(table: string, { profile, pages }: ProfileWrite): TransactWriteItem[] {
  return pages.map(({ entries, expiresAt }, index) => {
    const part = `${PAGE_PREFIX}${expiresAt}#${profile.version}#${index}`;
    const item = { node: profile.id, part, entries: encodeSeen(entries), expiresAt };
    return { Put: { TableName: table, Item: toAttributes(item) } };
  });
}

function memberRows(table: string, { profile, joined, left }: ProfileWrite): TransactWriteItem[] {
  const { id: profileId, version } = profile;
  return [
    ...joined.map((key) => ({
      Put: { TableName: table, Item: { ...memberKey({ key, profileId }), ...toAttributes({ version }) } },
    })),
    ...left.map((member) => ({ Delete: { TableName: table, Key: memberKey(member) } })),
  ];
}

export function memberKey({ key, profileId }: GroupMember): Record<string, AttributeValue> {
  return toAttributes({ node: key, part: MEMBER_PREFIX + profileId });
}

function mergePuts(table: string, { profile, merges }: ProfileWrite): TransactWriteItem[] {
  const version = String(profile.version).padStart(VERSION_DIGITS, '0');
  return (merges?.slices ?? []).map((states, index) => {
    const part = `${MERGE_PREFIX}${version}#${index}`;
    const item = { node: profile.id, part, states, expiresAt: merges?.expiresAt ?? 0 };
    return { Put: { TableName: table, Item: toAttributes(item) } };
  });
}
