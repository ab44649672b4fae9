import { type DynamoDBClient, ScanCommand } from '@aws-sdk/client-dynamodb';
import { decodeHot } from '../../shared/profiles/codec/hot-codec.ts';
import type { RootScan } from '../../shared/profiles/profile-store.ts';
import { fromAttributes, toAttributes } from '../aws/dynamo-items.ts';

// what one page reads, roots or not: little enough that whoever works on it is done in seconds
const PAGE_ITEMS = 1_000;

/** Reads the Profiles table in parallel parts; what stands beside the roots is left out. */
export function dynamoRootScan(client: DynamoDBClient, table: string, pageItems = PAGE_ITEMS): RootScan {
  return {
    scanRoots: async ({ shard, of }, cursor) => {
      const { Items = [], LastEvaluatedKey: last } = await client.send(
        new ScanCommand({
          TableName: table,
          Segment: shard,
          TotalSegments: of,
          Limit: pageItems,
          // neither pointers nor tombstones hold it
          FilterExpression: 'attribute_exists(hot)',
          ExclusiveStartKey: cursor === undefined ? undefined : toAttributes(JSON.parse(cursor)),
        }),
      );
      const items = Items.map(fromAttributes);
      return {
        roots: items.map((item) => decodeHot(String(item.node), item)),
        cursor: last && JSON.stringify(fromAttributes(last)),
      };
    },
  };
}
