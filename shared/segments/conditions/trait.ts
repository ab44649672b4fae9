import type { Facts } from '../compile.ts';
import type { Condition } from '../definition.ts';
import { pathReader, topLevelKeys } from '../values/property-path.ts';
import type { ConditionKind } from './condition-kind.ts';
import { compileComparison } from './parts/comparison.ts';
import { type Compared, comparisonKind } from './parts/comparison-kind.ts';

export type TraitCondition = Compared<'trait'>;

// facts of the profile that read like traits; a trait of the same name cannot stand in for them
const facts: Readonly<Record<string, (facts: Facts) => number | undefined>> = {
  firstSeen: ({ firstSeen }) => firstSeen,
  lastSeen: ({ lastSeen }) => lastSeen,
};

const comparing = comparisonKind('trait');

export const trait: ConditionKind<TraitCondition> = {
  ...comparing,
  compile: (condition, compilation) => {
    const test = compileComparison(condition, compilation.calendar);
    const read = readerOf(condition.trait);
    if (!Object.hasOwn(facts, condition.trait)) compilation.mention(topLevelKeys(condition.trait));
    return (evaluation, now) => test(read(evaluation.facts), now);
  },
  review: (condition, review) =>
    review.includesMissing.includes(condition.trait) ? [] : comparing.review(condition, review),
};

/** The trait a condition accepts the absence of, if it is such a condition. */
export function traitAllowedMissing(condition: Condition): readonly string[] {
  return 'trait' in condition && condition.exists === false ? [condition.trait] : [];
}

function readerOf(path: string): (facts: Facts) => unknown {
  const fact = Object.hasOwn(facts, path) ? facts[path] : undefined;
  if (fact !== undefined) return fact;
  const read = pathReader(path);
  return ({ traits }) => read(traits);
}
