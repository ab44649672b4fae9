import type { Facts } from '../compile.ts';
import type { Condition } from '../definition.ts';
import { operatorNames } from '../operators.ts';
import { pathReader, topLevelKeys } from '../values/property-path.ts';
import type { ConditionKind } from './condition-kind.ts';
import {
  type Comparison,
  compileComparison,
  parseComparison,
  parseName,
  reviewComparison,
} from './parts/comparison.ts';

export type TraitCondition = { readonly trait: string } & Comparison;

// facts of the profile that read like traits; a trait of the same name cannot stand in for them
const facts: Readonly<Record<string, (facts: Facts) => number | undefined>> = {
  firstSeen: ({ firstSeen }) => firstSeen,
  lastSeen: ({ lastSeen }) => lastSeen,
};

export const trait: ConditionKind<TraitCondition> = {
  keys: ['trait', 'ignoreCase', ...operatorNames],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => ({
    trait: parseName(value.trait, { pointer, name: 'trait' }),
    ...parseComparison(value, { subject: 'trait', pointer }),
  }),
  compile: (condition, compilation) => {
    const test = compileComparison(condition, compilation.calendar);
    const read = readerOf(condition.trait);
    if (!Object.hasOwn(facts, condition.trait)) compilation.mention(topLevelKeys(condition.trait));
    return (evaluation, now) => test(read(evaluation.facts), now);
  },
  review: (condition, { pointer, includesMissing }) =>
    includesMissing.includes(condition.trait)
      ? []
      : reviewComparison(condition, { path: condition.trait, pointer }),
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
