import fc from 'fast-check';
import type { NaiveEvent, NaivePerson, NaiveRule } from '../naive-evaluator.ts';

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
const instants = fc
  .tuple(steps, fc.constantFrom(0, 0, 0, 1, -1, HOUR, HOUR / 2))
  .map(([step, beside]) => START + step * 6 * HOUR + beside);
const durations = fc.constantFrom('30m', '6h', '12h', '24h', '2d', '7d', '2w', '1mo', '1mo');
const categories = fc.constantFrom('Roofs', 'roofs', 'Doors', '');
const amounts = fc.oneof(
  fc.integer({ min: -2_000, max: 20_000 }).map((cents) => cents / 100),
  fc.constantFrom('19.90', ' 5 ', 'many', true, null, 0.0001),
);

const properties = fc.record(
  {
    category: categories,
    total: amounts,
    revenue: amounts,
    tags: fc.array(fc.constantFrom('sale', 'Sale', 7, '7'), { maxLength: 3 }),
    product: fc.record({ price: amounts }, { requiredKeys: [] }),
    'product.price': fc.constantFrom(1, 100),
  },
  { requiredKeys: [] },
);

export const events: fc.Arbitrary<NaiveEvent> = fc.record({
  name: fc.constantFrom('Order Completed', 'Order Completed', 'Product Viewed'),
  properties,
  at: instants,
});

const dates = fc.oneof(
  instants,
  instants.map((at) => new Date(at).toISOString()),
  instants.map((at) => new Date(at).toISOString().slice(0, 10)),
  instants.map((at) => new Date(at).toISOString().slice(0, 16)),
  // skipped or repeated when the clocks change in Warsaw, New York and Lord Howe
  fc.constantFrom(
    '2026-03-29T02:30',
    '2026-10-25T02:30',
    '2026-11-01T01:30',
    '2026-03-08T02:30',
    '2026-04-05T01:45',
  ),
  fc.constantFrom('1996-02-29', '2008-03-28', '1990-12-31', 'soon', ''),
);

const traits = fc.record(
  {
    plan: fc.constantFrom('free', 'Gold', 'gold', 5, '5', '05', true, null, ''),
    age: fc.oneof(fc.integer({ min: 15, max: 25 }), fc.constantFrom('18', '18.0', 'ten', [18], 1e300)),
    renewsAt: dates,
    birthday: dates,
    tags: fc.array(fc.constantFrom('vip', 'VIP', 5, '5', true), { maxLength: 3 }),
    address: fc.oneof(
      fc.record({ city: fc.constantFrom('Krakow', 'KRAKOW') }),
      fc.constantFrom('Krakow', null),
    ),
    'address.city': fc.constantFrom('Gdansk', null),
    place: fc.constantFrom({ latitude: 50.06, longitude: 19.94 }, { latitude: '52.2', longitude: 21 }, {}, 7),
  },
  { requiredKeys: [] },
);

export const people: fc.Arbitrary<NaivePerson> = fc.record(
  {
    traits,
    events: fc.array(events, { maxLength: 24 }),
    firstSeen: instants,
    lastSeen: instants,
    timezone: fc.constantFrom(...timezones),
  },
  { requiredKeys: ['traits', 'events', 'timezone'] },
);

const scalars = fc.constantFrom(
  'free',
  'gold',
  'Gold',
  5,
  '5',
  'vip',
  'VIP',
  true,
  false,
  18,
  'Krakow',
  7,
  'Sale',
);
const someScalars = fc.array(scalars, { minLength: 1, maxLength: 3 });
const texts = fc.constantFrom('o', 'gold', 'Go', 'K', 'ow', 'RAKO', 'Roofs');
const ordinals = fc.constantFrom(5, '18', 18.5, 0, '2026-03-29', '2026-03-28T06:00:00Z', '2026-04-05T02:15');
const dateTexts = fc.constantFrom('2026-03-29', '2026-03-29T02:30', '2026-04-01T00:00:00+02:00');
const ignoreCase = fc.record({ ignoreCase: fc.constant(true) }, { requiredKeys: [] });

const textTests = fc
  .tuple(
    fc.oneof(
      fc.record({ equals: fc.oneof(scalars, dateTexts) }),
      fc.record({ notEquals: scalars }),
      fc.record({ in: someScalars }),
      fc.record({ notIn: someScalars }),
      fc.record({ contains: texts }),
      fc.record({ notContains: texts }),
      fc.record({ startsWith: texts }),
      fc.record({ endsWith: texts }),
      fc.record({ matches: fc.constantFrom('^g.ld$', '[0-9]+', 'a|e', 'Ro{2}fs') }),
      fc.record({ hasAny: someScalars }),
      fc.record({ hasAll: someScalars }),
    ),
    ignoreCase,
  )
  .map(([test, option]) => ({ ...test, ...option }));

const steadyTests = fc.oneof(
  textTests,
  fc.record({ exists: fc.boolean() }),
  fc.record({ greaterThan: ordinals }),
  fc.record({ atLeast: ordinals }),
  fc.record({ lessThan: ordinals }),
  fc.record({ atMost: ordinals }),
  fc.record({ between: fc.constantFrom<[number, number]>([5, 18], [18, 18], [-1, 5]) }),
  fc.record({ between: fc.constant<[string, string]>(['2026-03-25', '2026-04-01']) }),
  fc.record({ before: dateTexts }),
  fc.record({ after: dateTexts }),
  fc.record({ near: fc.constantFrom(300, 100, 0).map((km) => ({ latitude: 50.06, longitude: 19.94, km })) }),
);

const timedTests = fc.oneof(
  fc.record({ withinLast: durations }),
  fc.record({ withinNext: durations }),
  fc.record({ ageBetween: fc.constantFrom<[number, number]>([18, 30], [0, 0], [30, 36], [0, 120]) }),
);

// one in a rule at most: two that never meet would be looked for until the looks run out
const anniversaries = fc.record({
  anniversary: fc.constantFrom('0d', '3d', '2w', '365d').map((days) => ({ in: days })),
});

const dateTraits = fc.constantFrom('renewsAt', 'birthday', 'firstSeen', 'lastSeen');
const traitNames = fc.constantFrom(
  'plan',
  'age',
  'tags',
  'address.city',
  'place',
  'renewsAt',
  'lastSeen',
  'constructor',
);

const traitRules: fc.Arbitrary<NaiveRule> = fc.oneof(
  fc.tuple(traitNames, steadyTests).map(([trait, test]) => ({ trait, ...test })),
  fc.tuple(dateTraits, timedTests).map(([trait, test]) => ({ trait, ...test })),
);

const filters = fc
  .tuple(fc.constantFrom('category', 'total', 'tags', 'product.price'), steadyTests)
  .map(([property, test]) => ({ property, ...test }));

function bounds(low: number, high: number) {
  const numbers = fc.integer({ min: low, max: high });
  return fc.oneof(
    fc.record({ atLeast: numbers }),
    fc.record({ atMost: numbers }),
    fc.record({ exactly: numbers }),
    fc.tuple(numbers, fc.nat(5)).map(([from, more]) => ({ between: [from, from + more] })),
  );
}

const measures = fc.oneof(
  fc.constant({}),
  fc.constant({ never: true }),
  fc.record({ count: bounds(0, 6) }),
  fc
    .tuple(bounds(-20, 300), fc.constantFrom('total', 'product.price', 'revenue'))
    .map(([range, of]) => ({ sum: { of, ...range } })),
);

const eventRules: fc.Arbitrary<NaiveRule> = fc
  .tuple(
    fc.record({ event: fc.constantFrom('Order Completed', 'Order Completed', 'Product Viewed', '*') }),
    fc.record({ within: durations }, { requiredKeys: [] }),
    fc.oneof(
      { weight: 2, arbitrary: fc.constant({}) },
      fc.record({ where: fc.array(filters, { maxLength: 2 }) }),
    ),
    measures,
  )
  .map(([event, within, where, measure]) => ({ ...event, ...within, ...where, ...measure }));

const plainRules = fc.letrec<{ rule: NaiveRule; group: NaiveRule }>((tie) => ({
  group: fc.oneof(
    { weight: 3, arbitrary: fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }) }) },
    { weight: 3, arbitrary: fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }) }) },
    { weight: 2, arbitrary: fc.record({ not: tie('rule') }) },
  ),
  rule: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    { weight: 4, arbitrary: eventRules },
    { weight: 2, arbitrary: traitRules },
    { weight: 5, arbitrary: tie('group') },
  ),
})).rule;

/** Rules of every kind and operator, up to four groups deep. */
export const rules: fc.Arbitrary<NaiveRule> = fc.oneof(
  { weight: 6, arbitrary: plainRules },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('all', 'any'), dateTraits, anniversaries, plainRules)
      .map(([group, trait, anniversary, rule]) => ({ [group]: [rule, { trait, ...anniversary }] })),
  },
);
