import { type DynamoDBClient, GetItemCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import type { SuppressionStore } from '../../shared/messaging/suppression.ts';
import { unlessConditionFailed } from '../aws/conflict.ts';
import { toAttributes } from '../aws/dynamo-items.ts';

export function dynamoSuppressions(client: DynamoDBClient, table: string): SuppressionStore {
  const isSuppressed = async (key: string): Promise<boolean> => {
    const Key = { address: { S: key } };
    const { Item } = await client.send(new GetItemCommand({ TableName: table, Key, ConsistentRead: true }));
    return Item !== undefined;
  };
  return {
    // one address nearly always, a few devices for push
    find: async (keys) => {
      const answers = await Promise.all(keys.map(isSuppressed));
      return new Set(keys.filter((_, index) => answers[index]));
    },
    suppress: async ({ key, reason, at }) => {
      const put = new PutItemCommand({
        TableName: table,
        Item: toAttributes({ address: key, reason, at }),
        ConditionExpression: 'attribute_not_exists(address)',
      });
      await unlessConditionFailed(client.send(put));
    },
  };
}
