import { describe, expect, it } from 'vitest';
import { costText } from '../../../../infra/cli/cost/tables.ts';
import { price } from '../../../../infra/local/billing/price.ts';
import { prices } from '../../../../infra/local/billing/prices.ts';

const lambda = { service: 'lambda', resource: 'update-profiles', modelled: true } as const;

describe('what npm run cost prints', () => {
  const text = costText(
    [
      {
        ...{ name: 'the shop', events: 1_000, eventsPerWrite: 1.2, eventsPerInvocation: 2.9 },
        usage: [
          { service: 'dynamodb', resource: 'DataProfilesTable1', unit: 'write-units', quantity: 1_100 },
          { service: 'kinesis', resource: 'one', unit: 'put-payload-units', quantity: 600 },
          { service: 'kinesis', resource: 'two', unit: 'put-payload-units', quantity: 400 },
          { ...lambda, unit: 'gb-seconds', quantity: 20 },
        ],
        journeys: [{ machine: 'welcome', runs: 2, transitions: 7 }],
      },
    ],
    price([{ service: 'kinesis', resource: 'one', unit: 'shard-hours', quantity: 730 }], prices),
    prices,
  );
  const line = (start: string) =>
    text
      .split('\n')
      .find((each) => each.trim().startsWith(start))
      ?.trim();

  it('tells how dense the events were beside their price', () => {
    expect(text).toContain('the shop: 1,000 events, 1.20 for each profile and batch, 2.9 in a batch');
  });

  it('adds up the resources of a service, and marks what is modelled', () => {
    expect(line('kinesis   put')?.split(/ {2,}/)).toEqual(['kinesis', 'put-payload-units', '1.00', '0.014']);
    expect(line('lambda')?.split(/ {2,}/)).toEqual(['lambda', 'gb-seconds', '0.0200', '0.267', '*']);
  });

  it('tells units of tables, transitions of journeys, the projection and the idle stack', () => {
    expect(line('Profiles')?.split(/ {2,}/)).toEqual(['Profiles', '1.100', '0.000']);
    expect(line('welcome')?.split(/ {2,}/)).toEqual(['welcome', '2', '7', '3.50']);
    expect(line('the shop  ')?.split(/ {2,}/)).toEqual(['the shop', '1.078', '1.078']);
    expect(line('kinesis  shard')?.split(/ {2,}/)).toEqual(['kinesis', 'shard-hours', '730', '10.950']);
  });
});
