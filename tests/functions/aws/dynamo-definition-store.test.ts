import { afterAll, beforeAll } from 'vitest';
import { dynamoDefinitionStore } from '../../../functions/aws/dynamo-definition-store.ts';
import { definitionStoreContract } from '../../support/admin/definition-store-contract.ts';
import { type DynamoDbUnderTest, definitionsTable, startDynamoDb } from '../../support/aws/dynamodb.ts';

let local: DynamoDbUnderTest;
let tables = 0;

beforeAll(async () => {
  local = await startDynamoDb();
});
afterAll(() => local.close());

definitionStoreContract('DynamoDB', async () => {
  tables += 1;
  const table = `Definitions${tables}`;
  await local.dynamoDb.createTable(definitionsTable(table));
  return dynamoDefinitionStore(local.client, table);
});
