import fc from 'fast-check';
import type { NaivePerson, NaiveRule } from '../../naive-evaluator.ts';
import { eventRules } from './event-rules.ts';
import { durations, histories, instants, timezones } from './histories.ts';
import { standingRules } from './standing-rules.ts';
import { messageEvents, standings } from './standings.ts';
import { steadyTests } from './steady-tests.ts';
import { workspacesWith } from './workspaces.ts';

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
const groupRules: fc.Arbitrary<NaiveRule> = fc.oneof(
  fc.tuple(traitNames, steadyTests).map(([group, test]) => ({ group, ...test })),
  fc.tuple(dateTraits, timedTests).map(([group, test]) => ({ group, ...test })),
);

const { segment: _, ...unlinked } = standingRules;
const linkedRules = rulesOf(fc.oneof(groupRules, ...Object.values(standingRules)));
// what another segment may ask; none of them leads back to it
const plainRules = rulesOf(fc.oneof(groupRules, ...Object.values(unlinked)));

function rulesOf(others: fc.Arbitrary<NaiveRule>): fc.Arbitrary<NaiveRule> {
  return fc.letrec<{ rule: NaiveRule; group: NaiveRule }>((tie) => ({
    group: fc.oneof(
      { weight: 3, arbitrary: fc.record({ all: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }) }) },
      { weight: 3, arbitrary: fc.record({ any: fc.array(tie('rule'), { minLength: 1, maxLength: 4 }) }) },
      { weight: 2, arbitrary: fc.record({ not: tie('rule') }) },
    ),
    rule: fc.oneof(
      { maxDepth: 3, withCrossShrink: true },
      { weight: 4, arbitrary: eventRules },
      { weight: 2, arbitrary: traitRules },
      { weight: 6, arbitrary: others },
      { weight: 6, arbitrary: tie('group') },
    ),
  })).rule;
}

/** Rules of every kind and operator, up to four groups deep. */
export const rules: fc.Arbitrary<NaiveRule> = fc.oneof(
  { weight: 6, arbitrary: linkedRules },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('all', 'any'), dateTraits, anniversaries, linkedRules)
      .map(([group, trait, anniversary, rule]) => ({ [group]: [rule, { trait, ...anniversary }] })),
  },
);

const ownFacts = fc.record(
  {
    traits,
    groups: fc.array(traits, { maxLength: 3 }),
    events: fc.tuple(histories, messageEvents).map(([own, ofMessages]) => [...own, ...ofMessages]),
    firstSeen: instants,
    lastSeen: instants,
    timezone: fc.constantFrom(...timezones),
    workspace: workspacesWith(plainRules),
  },
  { requiredKeys: ['traits', 'groups', 'events', 'timezone', 'workspace'] },
);

export const people: fc.Arbitrary<NaivePerson> = fc
  .tuple(ownFacts, standings)
  .map(([own, known]) => ({ ...own, ...known }));
