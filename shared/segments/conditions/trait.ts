import type { Condition } from '../definition.ts';
import { child } from '../refusal.ts';
import { pathReader, topLevelKeys } from '../values/property-path.ts';
import type { ConditionKind, ProfileFact, Subject } from './condition-kind.ts';
import { compileComparison } from './parts/comparison.ts';
import { type Compared, comparisonKind } from './parts/comparison-kind.ts';

export type TraitCondition = Compared<'trait'>;

// they read like traits; a trait of the same name cannot stand in for them
const PROFILE_FACTS: readonly ProfileFact[] = ['firstSeen', 'lastSeen'];

const COMPUTED = 'computed.';

const comparing = comparisonKind('trait');

export const trait: ConditionKind<TraitCondition> = {
  ...comparing,
  compile: (condition, compilation) => {
    const { holds, judge } = compileComparison(condition, compilation.calendar);
    const fact = factNamed(condition.trait);
    if (fact !== undefined) {
      compilation.mentionOfProfile(fact);
      return ({ facts }, now) => judge(facts[fact], now);
    }
    compilation.mention(topLevelKeys(condition.trait));
    const read = pathReader(condition.trait);
    return {
      holds: ({ traits }, now) => holds(read(traits), now),
      judge: ({ facts }, now) => judge(read(facts.traits), now),
      isQuick: true,
    };
  },
  isIndexed: true,
  subject: ({ trait: path }, facts) => {
    const fact = factNamed(path);
    if (fact !== undefined) return subjectOfFact(facts[fact]);
    return { value: pathReader(path)(facts.traits), trait: path };
  },
  review: (condition, review) => [
    ...reviewName(condition.trait, child(review.pointer, 'trait')),
    ...(review.includesMissing.includes(condition.trait) ? [] : comparing.review(condition, review)),
  ],
};

/** The trait a condition accepts the absence of, if it is such a condition. */
export function traitAllowedMissing(condition: Condition): readonly string[] {
  return 'trait' in condition && condition.exists === false ? [condition.trait] : [];
}

function reviewName(path: string, pointer: string): readonly string[] {
  if (!path.startsWith(COMPUTED)) return [];
  const id = path.slice(COMPUTED.length);
  return [
    `${pointer}: this is a trait that was sent as \`${path}\`; a computed trait is asked for with the key \`computed\`: { "computed": "${id}", ... }`,
  ];
}

/** The instant as people read it, and what happened then. */
function subjectOfFact(instant: number | undefined): Subject {
  const value = instant === undefined ? undefined : new Date(instant).toISOString();
  return {
    value,
    saidBy: ({ timestamp, source }) =>
      timestamp === value && source.kind !== 'platform' ? timestamp : undefined,
  };
}

function factNamed(path: string): ProfileFact | undefined {
  return PROFILE_FACTS.find((name) => name === path);
}
