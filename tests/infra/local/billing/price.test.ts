import { describe, expect, it } from 'vitest';
import type { Usage } from '../../../../infra/local/billing/meter.ts';
import { price } from '../../../../infra/local/billing/price.ts';
import { prices } from '../../../../infra/local/billing/prices.ts';

const use = (service: string, unit: Usage['unit'], quantity: number): Usage => ({
  ...{ service, unit, quantity, resource: 'Profiles' },
});
const million = 1_000_000;

describe('the price of usage', () => {
  it.each([
    [use('dynamodb', 'write-units', million), 0.625],
    [use('dynamodb', 'read-units', million), 0.125],
    [use('kinesis', 'put-payload-units', million), 0.014],
    [use('kinesis', 'shard-hours', 730), 10.95],
    [use('lambda', 'requests', million), 0.2],
    [use('lambda', 'milliseconds', million), 0],
    [use('execute-api', 'requests', million), 1],
    [use('states', 'transitions', 1_000), 0.025],
    [use('ses', 'messages', 1_000), 0.1],
    [use('sqs', 'requests', million), 0.4],
    [use('secretsmanager', 'requests', 10_000), 0.05],
    [use('logs', 'log-bytes', 2 ** 30), 0.5],
    [use('firehose', 'ingested-bytes', 2 ** 30), 0.029],
  ])('of %j is %f dollars', (usage, dollars) => {
    expect(price([usage], prices).dollars).toBeCloseTo(dollars, 9);
  });

  it('sums up each service, the dearest first', () => {
    const usages = [
      use('kinesis', 'put-payload-units', million),
      use('dynamodb', 'write-units', million),
      use('dynamodb', 'read-units', million),
    ];

    const bill = price(usages, prices);

    expect(bill.services).toEqual([
      { service: 'dynamodb', dollars: 0.75 },
      { service: 'kinesis', dollars: 0.014 },
    ]);
    expect(bill.dollars).toBeCloseTo(0.764, 9);
  });

  it('says what was modelled, and what the price means', () => {
    const [item] = price([{ ...use('lambda', 'gb-seconds', 1), modelled: true }], prices).items;

    expect(item).toMatchObject({ modelled: true, note: 'arm64' });
  });

  it('refuses usage that has no price instead of giving it away', () => {
    expect(() => price([use('dynamodb', 'transitions', 1)], prices)).toThrow(
      'prices.json has no price for transitions of dynamodb',
    );
  });
});
