import fc from 'fast-check';

// tests of a trait or a property whose answer does not change with time

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

export const steadyTests = fc.oneof(
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
