import type { Usage } from './meter.ts';
import type { Prices } from './prices.ts';

export type BillItem = Usage & { readonly dollars: number; readonly note?: string };

export type Bill = {
  readonly dollars: number;
  /** The dearest first. */
  readonly services: readonly { readonly service: string; readonly dollars: number }[];
  readonly items: readonly BillItem[];
};

/** What usage costs; usage without a price is an error, never free. */
export function price(usages: readonly Usage[], prices: Prices): Bill {
  const items = usages.map((usage) => priceItem(usage, prices));
  return { dollars: sumOf(items), services: priceServices(items), items };
}

function priceItem(usage: Usage, { services }: Prices): BillItem {
  const { service, unit, quantity } = usage;
  const found = services[service]?.[unit];
  if (found === undefined) throw new Error(`prices.json has no price for ${unit} of ${service}`);
  const dollars = (quantity * found.dollars) / found.per;
  return { ...usage, dollars, ...(found.note === undefined ? {} : { note: found.note }) };
}

function priceServices(items: readonly BillItem[]): Bill['services'] {
  const byService = Map.groupBy(items, ({ service }) => service);
  return [...byService]
    .map(([service, own]) => ({ service, dollars: sumOf(own) }))
    .sort((one, other) => other.dollars - one.dollars);
}

const sumOf = (items: readonly BillItem[]): number => items.reduce((sum, { dollars }) => sum + dollars, 0);
