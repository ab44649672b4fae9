import { DeleteTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoMembershipIndex, dynamoMembershipReader } from '../../../functions/aws/dynamo-memberships.ts';
import { dynamoProfileStore } from '../../../functions/aws/dynamo-profile-store.ts';
import { dynamoTimelineReader, dynamoTimelineStore } from '../../../functions/aws/dynamo-timeline-store.ts';
import { dynamoTimerStore } from '../../../functions/aws/dynamo-timer-store.ts';
import { dynamoGroupMembers } from '../../../functions/providers/dynamo-group-members.ts';
import { MEMBERSHIP_SHARDS } from '../../../shared/profiles/memberships/shard.ts';
import { newProfile } from '../../../shared/profiles/profile.ts';
import {
  type DynamoDbUnderTest,
  profilesTable,
  startDynamoDb,
  stringTable,
} from '../../support/aws/dynamodb.ts';
import { MemoryProfileStores } from '../../support/profiles/memory-profile-stores.ts';
import {
  profileStoresContract,
  type Stores,
  writeFor,
} from '../../support/profiles/profile-stores-contract.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

// each test has tables of its own, so that none meets what another left
let made = 0;
async function emptyStores(): Promise<Stores> {
  made += 1;
  const [profiles, timeline, timers] = [`Profiles${made}`, `Timeline${made}`, `Timers${made}`];
  await aws.dynamoDb.createTable({ ...profilesTable, TableName: profiles });
  await aws.dynamoDb.createTable(stringTable(timeline, 'profileId', 'chunk'));
  await aws.dynamoDb.createTable(stringTable(timers, 'minute', 'profileId'));
  return {
    profiles: dynamoProfileStore(aws.client, profiles),
    timeline: {
      ...dynamoTimelineStore(aws.client, timeline),
      ...dynamoTimelineReader(aws.client, timeline),
    },
    timers: dynamoTimerStore(aws.client, timers),
    members: dynamoGroupMembers(aws.client, profiles),
  };
}

describe('in DynamoDB', () => {
  profileStoresContract(emptyStores);

  it('splits the events of one write over chunks when one item cannot hold them', async () => {
    const { timeline } = await emptyStores();
    const at = '2026-11-01T00:00:00.000Z';
    const events = Array.from({ length: 60 }, (_, index) => ({
      type: 'track' as const,
      messageId: `large-${index}`,
      source: { id: 'web', kind: 'server' as const },
      timestamp: at,
      receivedAt: at,
      properties: { noise: noiseOf(index) },
    }));

    const head = await timeline.append(writeFor(newProfile('user_id:anna', 0, 0), { events }));

    expect(await timeline.load([head])).toHaveLength(60);
  });

  it('says when the table is away instead of answering that there is nobody', async () => {
    const { profiles } = await emptyStores();
    await aws.client.send(new DeleteTableCommand({ TableName: `Profiles${made}` }));

    await expect(profiles.loadNodes(['user_id:anna'], { consistent: true })).rejects.toThrow();
  });
});

describe('in memory', () => {
  profileStoresContract(async () => {
    const stores = new MemoryProfileStores();
    return { profiles: stores, timeline: stores, timers: stores, members: stores };
  });
});

describe('the membership index', () => {
  const row = { segment: 'vip', profileId: 'user_id:anna', since: 0, entry: 1, effectNumber: 5 };

  async function membersAfter(...effects: { effectNumber: number; exitedAt?: number }[]): Promise<number> {
    made += 1;
    const table = `Memberships${made}`;
    await aws.dynamoDb.createTable(stringTable(table, 'segment', 'profileId'));
    const index = dynamoMembershipIndex(aws.client, table);
    const reader = dynamoMembershipReader(aws.client, table);
    for (const effect of effects) await index.put({ ...row, ...effect });
    let members = 0;
    for (let shard = 0; shard < MEMBERSHIP_SHARDS; shard += 1)
      members += (await reader.listShard('vip', { shard }, 10)).members.length;
    return members;
  }

  it.each([
    ['one entry', [{ effectNumber: 1 }], 1],
    ['an exit', [{ effectNumber: 1 }, { effectNumber: 2, exitedAt: 1 }], 0],
    ['an exit that comes before its entry', [{ effectNumber: 2, exitedAt: 1 }, { effectNumber: 1 }], 0],
    [
      'a repeated entry behind the exit',
      [{ effectNumber: 1 }, { effectNumber: 2, exitedAt: 1 }, { effectNumber: 1 }],
      0,
    ],
    ['an entry again', [{ effectNumber: 1 }, { effectNumber: 2, exitedAt: 1 }, { effectNumber: 3 }], 1],
  ])('after %s lists what the newest effect says', async (_, effects, members) => {
    expect(await membersAfter(...effects)).toBe(members);
  });
});

/** Text that does not compress, different for every index and the same on every run. */
function noiseOf(index: number): string {
  let state = index + 1;
  const characters = Array.from({ length: 20_000 }, () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return String.fromCharCode(33 + ((state >>> 16) % 90));
  });
  return characters.join('');
}
