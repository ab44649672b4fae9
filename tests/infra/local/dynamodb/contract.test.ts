import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { batches } from '../../../support/aws/dynamodb-contract/batches.ts';
import { conditions } from '../../../support/aws/dynamodb-contract/conditions.ts';
import {
  type Contract,
  ContractTable,
  type Implementation,
} from '../../../support/aws/dynamodb-contract/contract.ts';
import { implementations, oracleName } from '../../../support/aws/dynamodb-contract/implementations.ts';
import { indexes } from '../../../support/aws/dynamodb-contract/indexes.ts';
import { oracleDeviations } from '../../../support/aws/dynamodb-contract/oracle-deviations.ts';
import { queries } from '../../../support/aws/dynamodb-contract/queries.ts';
import { streams } from '../../../support/aws/dynamodb-contract/streams.ts';
import { transactions } from '../../../support/aws/dynamodb-contract/transactions.ts';
import { updates } from '../../../support/aws/dynamodb-contract/updates.ts';
import { values } from '../../../support/aws/dynamodb-contract/values.ts';

// what reads everything comes before what writes much
const contracts: readonly Contract[] = [
  streams,
  queries,
  conditions,
  updates,
  indexes,
  transactions,
  values,
  batches,
];

/** How many cases of each area an implementation carries out as AWS does. */
const kept: Record<string, Record<string, string>> = {};

describe.each(Object.entries(implementations))('DynamoDB, %s', (name, start) => {
  let implementation: Implementation;

  beforeAll(async () => {
    implementation = await start();
  });
  afterAll(() => implementation.close());

  describe.each(contracts)('$area', ({ area, cases }) => {
    const deviations = name === oracleName ? (oracleDeviations[area] ?? {}) : {};
    let passed = 0;

    it.each(Object.entries(cases))('%s', async (sentence, run) => {
      const work = run(new ContractTable(implementation, `${area}: ${sentence}`));
      if (sentence in deviations) {
        // told apart on purpose: the day it keeps the contract, the reason has to go
        await expect(work).rejects.toThrow();
        return;
      }
      await work;
      passed += 1;
    });

    it.each(Object.keys(deviations))(
      'knows the case of which it says that the oracle deviates: %s',
      (sentence) => {
        expect(Object.keys(cases)).toContain(sentence);
      },
    );

    afterAll(() => {
      kept[area] = { ...kept[area], [name]: `${passed} of ${Object.keys(cases).length}` };
    });
  });
});

afterAll(() => console.table(kept));
