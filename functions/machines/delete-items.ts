import {
  type AttributeValue,
  type DynamoDBClient,
  QueryCommand,
  type QueryCommandInput,
} from '@aws-sdk/client-dynamodb';
import { batchWrite, MAX_BATCH_ITEMS } from '../aws/batch-write.ts';

export type Item = Record<string, AttributeValue>;

/** Throws RetryableError unless all are gone. */
export async function deleteItems(
  dynamo: DynamoDBClient,
  table: string,
  keys: readonly Item[],
): Promise<void> {
  const writes = keys.map((Key) => ({ table, request: { DeleteRequest: { Key } } }));
  for (let start = 0; start < writes.length; start += MAX_BATCH_ITEMS)
    await batchWrite(dynamo, writes.slice(start, start + MAX_BATCH_ITEMS));
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
