import { describe, expect, it } from 'vitest';
import type { Measurement } from '../../../../infra/cli/cost/measure.ts';
import { perMillion, project, tableUnits } from '../../../../infra/cli/cost/projection.ts';
import type { Usage } from '../../../../infra/local/billing/meter.ts';
import { price } from '../../../../infra/local/billing/price.ts';
import { prices } from '../../../../infra/local/billing/prices.ts';

const profiles = 'tributary-prod-DataProfilesTable8D2B5BD8';
const journeys = 'tributary-prod-DataJourneysTableC7EF7065';
const use = (service: string, unit: Usage['unit'], quantity: number, resource = 'any'): Usage => ({
  ...{ service, unit, quantity, resource },
});
const measured = (...usage: Usage[]): Measurement => ({
  ...{ name: 'a play', events: 100, eventsPerWrite: 1.2, eventsPerInvocation: 3, journeys: [] },
  usage,
});
const nothing = price([], prices);

describe('the price of a million events', () => {
  it('is that of the measured ones, times as many', () => {
    const bill = perMillion(measured(use('dynamodb', 'write-units', 150)), prices);

    expect(bill.dollars).toBeCloseTo(1.5 * 0.625, 9);
  });

  it('leaves out what is billed by the month, however many events come', () => {
    expect(perMillion(measured(use('cloudwatch', 'metrics', 2)), prices).dollars).toBe(0);
  });
});

describe('the projection to a month with 100 million events', () => {
  it('adds the part of an idle stack and of custom metrics', () => {
    const idle = price([use('kinesis', 'shard-hours', 730)], prices);

    const { dollars } = project(measured(use('cloudwatch', 'metrics', 2)), idle, prices);

    expect(dollars).toBeCloseTo((10.95 + 0.6) / 100, 9);
  });

  it('tells beside it what is left without what providers take for messages', () => {
    const sent = measured(use('ses', 'messages', 10), use('states', 'transitions', 30));

    const { dollars, withoutProviders } = project(sent, nothing, prices);

    expect(dollars).toBeCloseTo(10 + 7.5, 9);
    expect(withoutProviders).toBeCloseTo(7.5, 9);
  });
});

describe('the units of tables', () => {
  it('are told for each event, by the table that an index belongs to', () => {
    const usage = [
      use('dynamodb', 'write-units', 110, profiles),
      use('dynamodb', 'read-units', 50, profiles),
      use('dynamodb', 'write-units', 10, journeys),
      use('dynamodb', 'write-units', 20, `${journeys}/byJourney`),
    ];

    expect(tableUnits(measured(...usage))).toEqual([
      { table: 'Profiles', writes: 1.1, reads: 0.5 },
      { table: 'Journeys', writes: 0.3, reads: 0 },
    ]);
  });
});
