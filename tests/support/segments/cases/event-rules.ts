import fc from 'fast-check';
import type { NaiveRule } from '../../naive-evaluator.ts';
import { durations } from './histories.ts';
import { steadyTests } from './steady-tests.ts';

const optional = <Value>(value: fc.Arbitrary<Value>) => fc.option(value, { nil: undefined, freq: 1 });
const names = fc.constantFrom('Order Completed', 'Order Completed', 'Product Viewed', 'Order Refunded', '*');

const filters = fc
  .tuple(
    fc.constantFrom('category', 'total', 'tags', 'product.price', 'price', 'quantity'),
    fc.oneof(
      steadyTests,
      // what many events pass
      fc.constantFrom({ exists: true }, { equals: 'Roofs' }, { in: ['Roofs', 'Doors'] }, { atLeast: 50 }),
    ),
  )
  .map(([property, test]) => ({ property, ...test }));
const where = fc.array(filters, { maxLength: 2 });

function bounds(low: number, high: number) {
  const numbers = fc.integer({ min: low, max: high });
  return fc.oneof(
    fc.record({ atLeast: numbers }),
    fc.record({ atMost: numbers }),
    fc.record({ exactly: numbers }),
    fc.tuple(numbers, fc.nat(5)).map(([from, more]) => ({ between: [from, from + more] as const })),
  );
}

const days = fc.constantFrom(
  '2026-03-25',
  '2026-03-29',
  '2026-04-05',
  '2026-04-05T01:45',
  '2026-04-01T06:00:00Z',
);
const between = fc
  .tuple(
    fc.constantFrom('2026-03-22', '2026-03-29', '2026-03-25T06:00'),
    fc.constantFrom('2026-03-29', '2026-04-12'),
  )
  .map(([first, last]) => ({ between: [first, last] as const }));

/** Rolling more often than not: there time changes the answer. */
const periods = fc.oneof(
  { weight: 5, arbitrary: fc.record({ within: durations }) },
  { weight: 2, arbitrary: fc.constant({}) },
  fc.record({ since: days }),
  fc.record({ until: days }),
  between,
);

const amountsOf = fc.constantFrom('total', 'product.price', 'revenue', 'price', 'quantity');
const valuesOf = fc.constantFrom('category', 'total', 'product.price', 'tags', 'quantity');
const minus = fc.record(
  { event: fc.constantFrom('Order Refunded', 'Product Viewed'), of: amountsOf, where },
  { requiredKeys: ['event', 'of'] },
);
const ends = fc.tuple(periods, optional(where)).map(([period, filters]) => ({
  ...period,
  ...(filters ? { where: filters } : Object.keys(period).length === 0 && { where: [] }),
}));

const measures = fc.oneof(
  fc.constant({}),
  fc.constant({ never: true }),
  fc.record({ count: bounds(0, 6) }),
  fc.tuple(bounds(-20, 300), amountsOf).map(([range, of]) => ({ sum: { of, ...range } })),
  fc
    .tuple(bounds(-20, 300), amountsOf, minus)
    .map(([range, of, less]) => ({ sum: { of, ...range }, minus: less })),
  fc
    .tuple(fc.constantFrom('average', 'minimum', 'maximum'), bounds(-20, 200), amountsOf)
    .map(([name, range, of]) => ({ [name]: { of, ...range } })),
  fc.tuple(bounds(0, 4), valuesOf).map(([range, of]) => ({ distinct: { of, ...range } })),
  fc.tuple(fc.constantFrom('first', 'last'), ends).map(([name, end]) => ({ [name]: end })),
);

const counted = fc
  .tuple(
    fc.record({ event: names }),
    periods,
    fc.oneof({ weight: 2, arbitrary: fc.constant({}) }, fc.record({ where })),
    fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fc.constant({ each: 'products' })),
    fc.oneof({ weight: 4, arbitrary: fc.constant({}) }, fc.constant({ currency: 'EUR' })),
  )
  .map((parts) => Object.assign({}, ...parts));

const numbers = fc.oneof(
  fc.constantFrom({}, { count: true }),
  fc
    .tuple(fc.constantFrom('sum', 'average', 'minimum', 'maximum'), amountsOf)
    .map(([name, of]) => ({ [name]: { of } })),
  fc.record({ distinct: fc.record({ of: valuesOf }) }),
  fc.record({ sum: fc.record({ of: amountsOf }), minus }),
);
const ratioParts = fc.tuple(counted, numbers).map((parts) => Object.assign({}, ...parts));
const shares = fc.constantFrom(
  { atLeast: 0.5 },
  { atMost: 0.9 },
  { exactly: 1 },
  { between: [0.25, 2] as const },
  { atLeast: -1.5 },
);

const steps = fc.record({ event: names, where }, { requiredKeys: ['event'] });
const nextSteps = fc.record({ event: names, where, within: durations }, { requiredKeys: ['event'] });
const sequences = fc
  .tuple(
    fc.record({
      sequence: fc
        .tuple(steps, fc.array(nextSteps, { maxLength: 3 }))
        .map(([first, next]) => [first, ...next]),
    }),
    periods,
    fc.oneof(fc.constant({}), fc.record({ without: steps })),
  )
  .map((parts) => Object.assign({}, ...parts));

/** Conditions about events, of every kind. */
export const eventRules: fc.Arbitrary<NaiveRule> = fc.oneof(
  { weight: 6, arbitrary: fc.tuple(counted, measures).map((parts) => Object.assign({}, ...parts)) },
  {
    weight: 1,
    arbitrary: fc
      .tuple(ratioParts, ratioParts, shares)
      .map(([over, under, share]) => ({ ratio: [over, under], ...share })),
  },
  { weight: 2, arbitrary: sequences },
);
