import {
  type DynamoDBClient,
  type TransactWriteItem,
  TransactWriteItemsCommand,
} from '@aws-sdk/client-dynamodb';
import { MAX_TRANSACTION_ITEMS } from '../../shared/fold/draft.ts';
import { encodeTombstone } from '../../shared/profiles/codec/node-item.ts';
import { tombstoneOf } from '../../shared/profiles/jobs/tombstone.ts';
import type { Erasure, ProfileEraser } from '../../shared/profiles/profile-store.ts';
import { unlessConflict } from '../aws/conflict.ts';
import { toAttributes } from '../aws/dynamo-items.ts';
import { atVersion, COLD, HOT, pointingTo } from '../aws/dynamo-profile-store.ts';

/** Pointers beyond what one transaction holds go before: until the root follows, they name nobody, and it owns the rest. */
export function dynamoProfileEraser(client: DynamoDBClient, table: string): ProfileEraser {
  return {
    erase: (erasure) =>
      unlessConflict(writeAll(client, [...pointerPuts(table, erasure), ...rootWrites(table, erasure)])),
  };
}

async function writeAll(client: DynamoDBClient, items: readonly TransactWriteItem[]): Promise<void> {
  const before = items.slice(0, -MAX_TRANSACTION_ITEMS);
  for (let start = 0; start < before.length; start += MAX_TRANSACTION_ITEMS)
    await write(client, before.slice(start, start + MAX_TRANSACTION_ITEMS));
  await write(client, items.slice(-MAX_TRANSACTION_ITEMS));
}

const write = (client: DynamoDBClient, TransactItems: TransactWriteItem[]) =>
  client.send(new TransactWriteItemsCommand({ TransactItems }));

function pointerPuts(table: string, { profile, erasedAt, pointers }: Erasure): TransactWriteItem[] {
  const tombstone = encodeTombstone(tombstoneOf(profile, erasedAt));
  return pointers.map(({ key, to }) => ({
    Put: {
      TableName: table,
      Item: toAttributes({ node: key, part: HOT, ...tombstone }),
      ...pointingTo(to),
    },
  }));
}

function rootWrites(table: string, { profile, erasedAt }: Erasure): TransactWriteItem[] {
  const { id, version, coldVersion } = profile;
  const tombstone = encodeTombstone(tombstoneOf(profile, erasedAt));
  const root: TransactWriteItem = {
    Put: {
      TableName: table,
      Item: toAttributes({ node: id, part: HOT, ...tombstone }),
      ...atVersion(version),
    },
  };
  const cold = { TableName: table, Key: toAttributes({ node: id, part: COLD }) };
  return coldVersion === 0 ? [root] : [{ Delete: cold }, root];
}
