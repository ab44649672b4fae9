import { type DynamoDBClient, GetItemCommand } from '@aws-sdk/client-dynamodb';
import type { SuppressionStore } from '../../shared/messaging/suppression.ts';

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
  };
}
