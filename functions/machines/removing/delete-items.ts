import type { AttributeValue, DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { batchWrite } from '../../aws/batch-write.ts';

export type Item = Record<string, AttributeValue>;

/** Throws RetryableError unless all are gone. */
export function deleteItems(dynamo: DynamoDBClient, table: string, keys: readonly Item[]): Promise<void> {
  const writes = keys.map((Key) => ({ table, request: { DeleteRequest: { Key } } }));
  return batchWrite(dynamo, writes);
}
