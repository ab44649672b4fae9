import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoRootScan } from '../../../functions/providers/dynamo-root-scan.ts';
import { emptyColdPart, newProfile, type Profile } from '../../../shared/profiles/profile.ts';
import type { ProfileStore, RootScan } from '../../../shared/profiles/profile-store.ts';
import { type DynamoDbUnderTest, profilesTable, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { MemoryProfileStores } from '../../support/profiles/memory-profile-stores.ts';
import { writeFor } from '../../support/profiles/profile-stores-contract.ts';

const AT = Date.parse('2026-11-01T00:00:00.000Z');
const ids = Array.from({ length: 40 }, (_, index) => `user_id:${index}`);

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
  await aws.dynamoDb.createTable(profilesTable);
});
afterAll(() => aws.close());

async function saveAll(profiles: ProfileStore): Promise<void> {
  const cold = { part: { ...emptyColdPart(), version: 1 }, expectedVersion: 0 };
  for (const id of ids)
    await profiles.save(writeFor(newProfile(id, AT, 3), { cold, pointers: [`email:${id}`] }));
}

async function scanShard(scan: RootScan, shard: number, of: number): Promise<Profile[]> {
  const found: Profile[] = [];
  let cursor: string | undefined;
  do {
    const page = await scan.scanRoots({ shard, of }, cursor);
    found.push(...page.roots);
    cursor = page.cursor;
  } while (cursor !== undefined);
  return found;
}

async function expectEachOnce(scan: RootScan, of: number): Promise<void> {
  const shards = Array.from({ length: of }, (_, shard) => scanShard(scan, shard, of));
  const roots = (await Promise.all(shards)).flat();

  expect(roots.map(({ id }) => id).sort()).toEqual([...ids].sort());
  expect(roots[0]).toMatchObject({ version: 1, definitions: 3 });
}

describe('a scan of the roots finds each profile once, and nothing that stands beside it', () => {
  it('in DynamoDB, a few items at a time', async () => {
    await saveAll(dynamoProfileStore(aws.client, 'Profiles'));

    await expectEachOnce(dynamoRootScan(aws.client, 'Profiles', 7), 1);
    await expectEachOnce(dynamoRootScan(aws.client, 'Profiles'), 4);
  });

  it('in memory', async () => {
    const stores = new MemoryProfileStores();
    await saveAll(stores);

    await expectEachOnce(stores, 1);
    await expectEachOnce(stores, 4);
  });
});
