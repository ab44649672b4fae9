import fc from 'fast-check';
import type { NaiveRule } from '../../naive-evaluator.ts';
import { durations } from './histories.ts';
import { journeys, lists, steps, topics } from './standings.ts';
import { steadyTests } from './steady-tests.ts';
import { computedIds } from './workspaces.ts';

const optional = <Key extends string, Value>(key: Key, value: fc.Arbitrary<Value>) =>
  fc.oneof(fc.constant({}), fc.record({ [key]: value }));

const numberTests = fc.oneof(
  fc.record({ atLeast: fc.integer({ min: -5, max: 60 }) }),
  fc.record({ lessThan: fc.integer({ min: 0, max: 6 }) }),
  fc.record({ equals: fc.nat(4) }),
  fc.tuple(fc.nat(5), fc.nat(100)).map(([low, more]) => ({ between: [low, low + more] as const })),
);
const valueTests = fc.oneof(
  { weight: 3, arbitrary: numberTests },
  steadyTests,
  fc.constantFrom({ equals: 'Roofs' }, { in: ['Roofs', 'Doors'] }, { exists: true }),
  fc.record({ withinLast: durations }),
  fc.record({ withinNext: durations }),
);
const scoreTests = fc.oneof(
  fc.record({ atLeast: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ lessThan: fc.integer({ min: 2, max: 5 }) }),
  fc.record({ equals: fc.integer({ min: 1, max: 5 }) }),
  fc.record({ exists: fc.boolean() }),
);
const groups = [
  'new',
  'promising',
  'potential-loyalists',
  'champions',
  'loyal',
  'need-attention',
  'about-to-sleep',
  'cannot-lose',
  'at-risk',
  'hibernating',
  'lost',
];

const message = fc
  .tuple(
    fc.record({
      journey: fc.constantFrom(...journeys),
      was: fc.constantFrom('delivered', 'bounced', 'marked-as-spam', 'opened', 'clicked'),
    }),
    optional('step', fc.constantFrom(...steps)),
    optional('within', durations),
  )
  .map(([told, step, within]) => ({ message: { ...told, ...step, ...within } }));

const categories = fc.constantFrom('Roofs', 'roofs', 'Doors', '', 7);
const segment: fc.Arbitrary<NaiveRule> = fc.oneof(
  fc.constantFrom('other', 'other', 'contrary', 'gone').map((id) => ({ segment: id })),
  fc.record({
    segment: fc.constant('lookers'),
    with: fc.record({
      category: categories,
      plans: fc.array(fc.constantFrom('free', 'gold', 5), { minLength: 1, maxLength: 2 }),
    }),
  }),
  fc.record({ segment: fc.constant('handed-on'), with: fc.record({ what: categories }) }),
);

/** Conditions about what the platform knows or has worked out, by kind. */
export const standingRules = {
  computed: fc
    .tuple(fc.constantFrom(...computedIds), valueTests)
    .map(([computed, test]) => ({ computed, ...test })),
  rfm: fc.oneof(
    fc.record({ rfm: fc.constantFrom(...groups) }),
    fc
      .tuple(fc.constantFrom('recency', 'frequency', 'money'), scoreTests)
      .map(([rfm, test]) => ({ rfm, ...test })),
  ),
  segment,
  list: fc.record({ list: fc.constantFrom(...lists) }),
  consent: fc.record({
    consent: fc
      .tuple(
        fc.record({ channel: fc.constantFrom('email', 'email', 'sms') }),
        optional('topic', fc.constantFrom(...topics)),
      )
      .map(([channel, topic]) => ({ ...channel, ...topic })),
    is: fc.constantFrom('subscribed', 'unsubscribed'),
  }),
  journey: fc.record({
    journey: fc.constantFrom(...journeys),
    is: fc.constantFrom('active', 'completed', 'never-entered'),
  }),
  message,
  bucket: fc.record({
    bucket: fc.record({
      seed: fc.constantFrom('autumn', 'winter'),
      percent: fc.nat(10_000).map((hundredths) => hundredths / 100),
    }),
  }),
} satisfies Readonly<Record<string, fc.Arbitrary<NaiveRule>>>;
