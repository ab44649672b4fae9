import { type DynamoDBClient, paginateQuery } from '@aws-sdk/client-dynamodb';
import type { GroupMembers } from '../../shared/profiles/profile-store.ts';
import { toAttributes } from '../aws/dynamo-items.ts';
import { MEMBER_PREFIX } from '../aws/dynamo-profile-store.ts';

const PAGE_SIZE = 500; // one PutRecords takes as many

/** Who is in a group, read consistently: whoever was listed before the change that asks is found. */
export function dynamoGroupMembers(client: DynamoDBClient, table: string): GroupMembers {
  return { list: (key) => listMembers(client, table, key) };
}

async function* listMembers(client: DynamoDBClient, table: string, key: string) {
  const pages = paginateQuery(
    { client, pageSize: PAGE_SIZE },
    {
      TableName: table,
      ConsistentRead: true,
      KeyConditionExpression: 'node = :node AND begins_with(part, :prefix)',
      ExpressionAttributeValues: toAttributes({ ':node': key, ':prefix': MEMBER_PREFIX }),
    },
  );
  for await (const { Items = [] } of pages)
    yield Items.flatMap(({ part }) => part?.S?.slice(MEMBER_PREFIX.length) ?? []);
}
