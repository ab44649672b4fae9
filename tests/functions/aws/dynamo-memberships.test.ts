import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoMembershipReader } from '../../../functions/aws/dynamo-memberships.ts';
import {
  countMembers,
  listMembers,
  type MemberPosition,
} from '../../../shared/profiles/memberships/list-members.ts';
import { MEMBERSHIP_SHARDS, shardOf } from '../../../shared/profiles/memberships/shard.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';

const table = 'Memberships';
const since = '2026-11-21T10:00:00.000Z';
const profileIds = Array.from({ length: 25 }, (_, number) => `user_id:${number}`);

describe('members of a segment', () => {
  let local: DynamoDbUnderTest;

  beforeAll(async () => {
    local = await startDynamoDb();
    await local.client.send(
      new CreateTableCommand({
        TableName: table,
        BillingMode: 'PAY_PER_REQUEST',
        KeySchema: [
          { AttributeName: 'segment', KeyType: 'HASH' },
          { AttributeName: 'profileId', KeyType: 'RANGE' },
        ],
        AttributeDefinitions: [
          { AttributeName: 'segment', AttributeType: 'S' },
          { AttributeName: 'profileId', AttributeType: 'S' },
        ],
      }),
    );
    for (const profileId of profileIds) await put(profileId);
    await put('user_id:gone', '2026-11-21T11:00:00.000Z');
  });
  afterAll(() => local.close());

  const put = (profileId: string, exited?: string) =>
    local.client.send(
      new PutItemCommand({
        TableName: table,
        Item: {
          segment: { S: `vip#${shardOf(profileId, MEMBERSHIP_SHARDS)}` },
          profileId: { S: profileId },
          since: { S: since },
          entry: { N: '2' },
          ...(exited === undefined ? {} : { exited: { S: exited } }),
        },
      }),
    );

  it('are listed page by page, each once, without those who left', async () => {
    const reader = dynamoMembershipReader(local.client, table);
    const found: string[] = [];
    const sizes: number[] = [];
    let from: MemberPosition | undefined = { shard: 0 };

    while (from !== undefined) {
      const page = await listMembers(reader, 'vip', { from, limit: 7 });
      found.push(...page.members.map(({ profileId }) => profileId));
      sizes.push(page.members.length);
      from = page.next;
    }

    expect(found.sort()).toEqual([...profileIds].sort());
    expect(Math.max(...sizes)).toBe(7);
  });

  it('come with since when and how often they entered', async () => {
    const { members } = await listMembers(dynamoMembershipReader(local.client, table), 'vip', {
      from: { shard: 0 },
      limit: 1,
    });

    expect(members).toEqual([{ profileId: expect.stringMatching(/^user_id:/), since, entry: 2 }]);
  });

  it('are counted without those who left', async () => {
    const reader = dynamoMembershipReader(local.client, table);

    expect(await countMembers(reader, 'vip')).toBe(25);
    expect(await countMembers(reader, 'nobody')).toBe(0);
  });
});
