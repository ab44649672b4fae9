import { CreateTableCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll } from 'vitest';
import { dynamoDefinitionStore } from '../../../functions/aws/dynamo-definition-store.ts';
import { definitionStoreContract } from '../../support/admin/definition-store-contract.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';

let local: DynamoDbUnderTest;
let tables = 0;

beforeAll(async () => {
  local = await startDynamoDb();
});
afterAll(() => local.close());

definitionStoreContract('DynamoDB', async () => {
  tables += 1;
  const table = `Definitions${tables}`;
  await local.client.send(
    new CreateTableCommand({
      TableName: table,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: [
        { AttributeName: 'definition', KeyType: 'HASH' },
        { AttributeName: 'version', KeyType: 'RANGE' },
      ],
      AttributeDefinitions: [
        { AttributeName: 'definition', AttributeType: 'S' },
        { AttributeName: 'version', AttributeType: 'N' },
      ],
    }),
  );
  return dynamoDefinitionStore(local.client, table);
});
