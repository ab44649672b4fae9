import { isMonthly, quantityOf, type Usage } from '../../local/billing/meter.ts';
import { type Bill, price } from '../../local/billing/price.ts';
import type { Prices } from '../../local/billing/prices.ts';
import type { Measurement } from './measure.ts';

export const million = 1_000_000;
/** The month that projections are for. */
export const eventsPerMonth = 100 * million;

/** What a million events cost by use alone, as dense as they were measured. */
export function perMillion({ usage, events }: Measurement, prices: Prices): Bill {
  const used = usage.filter(({ unit }) => !isMonthly(unit));
  return price(
    used.map((each) => ({ ...each, quantity: (each.quantity * million) / events })),
    prices,
  );
}

export type Projection = {
  /** Dollars for a million events of a month with 100 million, with their part of what an idle stack costs. */
  readonly dollars: number;
  /** The same without what providers take for messages. */
  readonly withoutProviders: number;
};

const providerUnits: readonly Usage['unit'][] = ['messages', 'push-deliveries', 'sms-parts'];

export function project(measurement: Measurement, idle: Bill, prices: Prices): Projection {
  const byUse = perMillion(measurement, prices);
  const monthly = price(
    measurement.usage.filter(({ unit }) => isMonthly(unit)),
    prices,
  );
  const share = ((idle.dollars + monthly.dollars) * million) / eventsPerMonth;
  const providers = byUse.items.filter(({ unit }) => providerUnits.includes(unit));
  const dollars = byUse.dollars + share;
  return { dollars, withoutProviders: providers.reduce((left, item) => left - item.dollars, dollars) };
}

/** Units of DynamoDB for each event, by table; an index counts to its table. */
export type TableUnits = { readonly table: string; readonly writes: number; readonly reads: number };

export function tableUnits({ usage, events }: Measurement): readonly TableUnits[] {
  const ofTables = Map.groupBy(
    usage.filter(({ service }) => service === 'dynamodb'),
    ({ resource }) => tableName(resource),
  );
  return [...ofTables].map(([table, own]) => ({
    table,
    writes: quantityOf(own, 'write-units') / events,
    reads: quantityOf(own, 'read-units') / events,
  }));
}

// of `tributary-prod-DataProfilesTable8D2B5BD8/byJourney` what people call it
const tableName = (resource: string): string => /Data(\w+?)Table/.exec(resource)?.[1] ?? resource;
