import { DynamoDBClient } from '@aws-sdk/client-dynamodb';
import { DynamoDBStreamsClient } from '@aws-sdk/client-dynamodb-streams';
import { describe, it } from 'vitest';
import { batches } from '../../../aws/dynamodb-contract/batches.ts';
import { conditions } from '../../../aws/dynamodb-contract/conditions.ts';
import { type Contract, ContractTable } from '../../../aws/dynamodb-contract/contract.ts';
import { queries } from '../../../aws/dynamodb-contract/queries.ts';
import { transactions } from '../../../aws/dynamodb-contract/transactions.ts';
import { calmHandler } from '../engine/wire.ts';
import { SimulatedDynamoDb } from './simulated-dynamodb.ts';

/** What the profile functions rely on; everything else is asked of the local cloud's own DynamoDB. */
const needed: readonly (readonly [Contract, readonly string[]])[] = [
  [conditions, ['judges a missing item as one without attributes']],
  [
    transactions,
    ['writes once when a token is repeated', 'runs again with its token when it was cancelled before'],
  ],
  [batches, ['puts and deletes several items', 'reads what is there and leaves out what is not']],
  [queries, ['finds nothing where nothing is']],
];

function openTable(id: string): ContractTable {
  const dynamo = new SimulatedDynamoDb({ Contract: { hash: 'id', range: 'part' } }, () => false);
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const config = {
    region: 'eu-central-1',
    endpoint: 'http://simulation',
    credentials,
    requestHandler: calmHandler(dynamo.service),
  };
  const client = new DynamoDBClient(config);
  const implementation = { client, settle: async () => {}, close: async () => client.destroy() };
  return new ContractTable({ ...implementation, streams: new DynamoDBStreamsClient(config) }, id);
}

describe('the simulated DynamoDB does as DynamoDB', () => {
  const cases = needed.flatMap(([{ area, cases }, names]) =>
    names.map((name) => ({ area, name, run: cases[name] })),
  );

  it.each(cases)('$area: $name', async ({ area, name, run }) => {
    if (run === undefined) throw new Error(`the contract of ${area} has no case "${name}"`);

    await run(openTable(`${area}: ${name}`));
  });
});
