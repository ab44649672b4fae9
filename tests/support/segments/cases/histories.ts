import fc from 'fast-check';
import type { NaiveEvent } from '../naive-counted.ts';

const HOUR = 3_600_000;
/** A week before the clocks change in Warsaw, two before they change in Lord Howe. */
const START = Date.UTC(2026, 2, 21);

export const timezones = ['UTC', 'Europe/Warsaw', 'America/New_York', 'Australia/Lord_Howe'];

// a coarse grid, so that boundaries of several events and durations meet, and one millisecond beside it
const steps = fc.oneof(
  { weight: 3, arbitrary: fc.integer({ min: 0, max: 160 }) },
  // around the change of clocks in Warsaw, and the days that leave together when a month is added
  { weight: 1, arbitrary: fc.integer({ min: 31, max: 43 }) },
);
export const instants = fc
  .tuple(steps, fc.constantFrom(0, 0, 0, 1, -1, HOUR, HOUR / 2))
  .map(([step, beside]) => START + step * 6 * HOUR + beside);
export const durations = fc.constantFrom('30m', '6h', '12h', '24h', '2d', '7d', '2w', '1mo', '1mo');
const categories = fc.constantFrom('Roofs', 'roofs', 'Doors', '');
const amounts = fc.oneof(
  fc.integer({ min: -2_000, max: 20_000 }).map((cents) => cents / 100),
  fc.constantFrom('19.90', ' 5 ', 'many', true, null, 0.0001),
);

const line = fc.record({ category: categories, price: amounts, quantity: fc.nat(3) }, { requiredKeys: [] });
const currencies = fc.constantFrom('EUR', 'EUR', 'eur', 'PLN', 5);

const properties = fc.record(
  {
    currency: currencies,
    products: fc.oneof(
      { weight: 4, arbitrary: fc.array(line, { maxLength: 3 }) },
      fc.constantFrom([7, { price: 1 }], { price: 3 }),
    ),
    category: categories,
    total: amounts,
    revenue: amounts,
    tags: fc.array(fc.constantFrom('sale', 'Sale', 7, '7'), { maxLength: 3 }),
    product: fc.record({ price: amounts }, { requiredKeys: [] }),
    'product.price': fc.constantFrom(1, 100),
  },
  { requiredKeys: [] },
);

const names = fc.constantFrom('Order Completed', 'Order Completed', 'Product Viewed', 'Order Refunded');

export const events: fc.Arbitrary<NaiveEvent> = fc.record({
  name: names,
  properties,
  at: instants,
});

export const histories = fc.array(events, { maxLength: 24 });
