import { CreateTableCommand, PutItemCommand } from '@aws-sdk/client-dynamodb';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dynamoLedger } from '../../../functions/providers/dynamo-ledger.ts';
import { dynamoSuppressions } from '../../../functions/providers/dynamo-suppressions.ts';
import type { RunStatus } from '../../../shared/journeys/run-store.ts';
import { type DynamoDbUnderTest, startDynamoDb } from '../../support/aws/dynamodb.ts';
import { type LedgerWorld, ledgerContract } from '../../support/messaging/ledger-contract.ts';
import { MemoryLedger } from '../../support/messaging/memory-ledger.ts';

let aws: DynamoDbUnderTest;
beforeAll(async () => {
  aws = await startDynamoDb();
});
afterAll(() => aws.close());

let made = 0;
async function emptyLedger(): Promise<LedgerWorld> {
  made += 1;
  const [table, suppressionsTable] = [`Journeys${made}`, `Suppressions${made}`];
  await createTable(table, ['pk', 'sk']);
  await createTable(suppressionsTable, ['address']);
  const { client } = aws;
  return {
    ledger: dynamoLedger({ client, table, suppressionsTable }),
    suppressions: dynamoSuppressions(client, suppressionsTable),
    setRun: async (entryId, status) => {
      const Item = { pk: { S: `run#${entryId}` }, sk: { S: 'run' }, status: { S: status } };
      await client.send(new PutItemCommand({ TableName: table, Item }));
    },
  };
}

async function createTable(TableName: string, [hash = '', range]: readonly string[]): Promise<void> {
  const keys = [
    { AttributeName: hash, KeyType: 'HASH' as const },
    ...(range === undefined ? [] : [{ AttributeName: range, KeyType: 'RANGE' as const }]),
  ];
  await aws.client.send(
    new CreateTableCommand({
      TableName,
      BillingMode: 'PAY_PER_REQUEST',
      KeySchema: keys,
      AttributeDefinitions: keys.map(({ AttributeName }) => ({ AttributeName, AttributeType: 'S' as const })),
    }),
  );
}

describe('in DynamoDB', () => {
  ledgerContract(emptyLedger);

  it('has no answer when its table has none, which is no claim', async () => {
    const ledger = dynamoLedger({ client: aws.client, table: 'Missing', suppressionsTable: 'Missing' });

    await expect(ledger.load({ entryId: 'e1', sendId: 's1' })).rejects.toThrow();
    await expect(dynamoSuppressions(aws.client, 'Missing').find(['email:a'])).rejects.toThrow();
  });
});

describe('in memory', () => {
  ledgerContract(async () => {
    const runs = new Map<string, RunStatus>();
    const ledger = new MemoryLedger((entryId) => runs.get(entryId));
    return {
      ledger,
      suppressions: ledger.suppressions,
      setRun: async (entryId, status) => void runs.set(entryId, status),
    };
  });
});
