import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoMergeStore } from '../../../functions/providers/dynamo-merge-store.ts';
import type { MergeStore } from '../../../shared/fold/merging/merge-store.ts';
import { keepMerges, packState } from '../../../shared/fold/merging/prior-states.ts';
import { emptyColdPart, newProfile } from '../../../shared/profiles/profile.ts';
import type { ProfileStore } from '../../../shared/profiles/profile-store.ts';
import { type DynamoDbUnderTest, profilesTable, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { MemoryProfileStores } from '../../support/profiles/memory-profile-stores.ts';
import { writeFor } from '../../support/profiles/profile-stores-contract.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

type Stores = { readonly profiles: ProfileStore; readonly merges: MergeStore };

let made = 0;
const implementations: Readonly<Record<string, () => Promise<Stores>>> = {
  'in DynamoDB': async () => {
    made += 1;
    const table = `Merged${made}`;
    await aws.dynamoDb.createTable({ ...profilesTable, TableName: table });
    return { profiles: dynamoProfileStore(aws.client, table), merges: dynamoMergeStore(aws.client, table) };
  },
  'in memory': async () => {
    const stores = new MemoryProfileStores();
    return { profiles: stores, merges: stores };
  },
};

const AT = Date.parse('2026-11-01T00:00:00.000Z');
const anna = newProfile('user_id:anna', AT, 0);
const phone = newProfile('anonymous_id:phone', AT, 0);
const pack = (profile: typeof anna) => packState({ profile, cold: emptyColdPart() });
const states = [{ survivor: pack(anna), absorbed: pack(phone) }];
const EXACT = { consistent: true };

/** Anna with a phone that was a profile of its own. */
async function merge({ profiles }: Stores): Promise<void> {
  await profiles.save(writeFor(phone));
  const absorbed = [{ id: phone.id, version: 1, coldVersion: 0, groups: [] }];
  await profiles.save(writeFor(anna, { absorbed, merges: keepMerges(states, AT) }));
}

const splitWrites = (pointedTo: string) => [
  writeFor(anna, { expectedVersion: 1 }),
  writeFor(phone, { expectedVersion: 1, pointedTo }),
];

describe.each(Object.entries(implementations))('what merges can be undone from, %s', (_, make) => {
  it('stands under the survivor as it was written', async () => {
    const stores = await make();
    await merge(stores);

    const kept = await stores.merges.loadMerges([phone.id, anna.id]);

    expect(kept.map(({ profileId, merges }) => ({ profileId, merges }))).toEqual([
      { profileId: anna.id, merges: states },
    ]);
    expect(kept[0]?.expiresAt).toBe(AT / 1_000 + 360 * 86_400);
  });

  it('goes with the split that makes the absorbed profile one again', async () => {
    const stores = await make();
    await merge(stores);
    const undone = await stores.merges.loadMerges([anna.id]);

    expect(await stores.merges.saveSplit(splitWrites(anna.id), undone)).toBe('saved');

    expect(await stores.merges.loadMerges([anna.id])).toEqual([]);
    const nodes = await stores.profiles.loadNodes([anna.id, phone.id], EXACT);
    expect([...nodes.values()].map(({ status }) => status)).toEqual(['root', 'root']);
  });

  it('stays when somebody else wrote first', async () => {
    const stores = await make();
    await merge(stores);
    const undone = await stores.merges.loadMerges([anna.id]);

    expect(await stores.merges.saveSplit(splitWrites('user_id:other'), undone)).toBe('conflict');
    await stores.profiles.save(writeFor(anna, { expectedVersion: 1 }));
    expect(await stores.merges.saveSplit(splitWrites(anna.id), undone)).toBe('conflict');

    expect(await stores.merges.loadMerges([anna.id])).toEqual(undone);
    expect((await stores.profiles.loadNodes([phone.id], EXACT)).get(phone.id)?.status).toBe('pointer');
  });
});

describe('in DynamoDB', () => {
  it('takes several items where one cannot hold two large profiles', async () => {
    const { profiles, merges } = await (implementations['in DynamoDB'] ?? expect.fail())();
    const noiseOf = (version: number) =>
      Array.from({ length: 30_000 }, (_, at) => Math.sin(at * version).toString(36)).join('');
    const large = [1, 2, 3].map((version) => ({
      survivor: packState({
        profile: { ...anna, version },
        cold: { ...emptyColdPart(), traits: { '/noise': [noiseOf(version), AT, 'a'] } },
      }),
      absorbed: pack(phone),
    }));
    const kept = keepMerges(large, AT);
    await profiles.save(writeFor(anna, { merges: kept }));

    expect(kept?.slices.length).toBeGreaterThan(1);
    expect((await merges.loadMerges([anna.id]))[0]?.merges).toEqual(large);
  });

  it('says how many items at once a split would change when they are too many', async () => {
    const { merges } = await (implementations['in DynamoDB'] ?? expect.fail())();
    const repointed = Array.from({ length: 100 }, (_, index) => ({ key: `email:${index}`, from: anna.id }));

    await expect(merges.saveSplit([writeFor(phone, { repointed })], [])).rejects.toThrow(
      'the split would change 101 items at once',
    );
  });
});
