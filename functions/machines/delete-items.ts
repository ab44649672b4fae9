import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { batchWrite } from '../aws/batch-write.ts';

export type Item = Record<string, AttributeValue>;

/** Throws RetryableError unless all are gone. */
export function deleteItems(dynamo: DynamoDBClient, table: string, keys: readonly Item[]): Promise<void> {
  const writes = keys.map((Key) => ({ table, request: { DeleteRequest: { Key } } }));
  return batchWrite(dynamo, writes);
}

/** Every page of a query's items. */
export async function* queryAll(dynamo: DynamoDBClient, input: QueryCommandInput): AsyncGenerator<Item[]> {
  let start: Item | undefined;
  do {
    const answer = await dynamo.send(new QueryCommand({ ...input, ExclusiveStartKey: start }));
    yield answer.Items ?? [];
    start = answer.LastEvaluatedKey;
  } while (start !== undefined);
}
