import { operatorNames } from '../operators.ts';
import { pathReader, topLevelKeys } from '../values/property-path.ts';
import type { ConditionKind } from './condition-kind.ts';
import { combine } from './parts/combine.ts';
import {
  type Comparison,
  compileComparison,
  parseComparison,
  parseName,
  reviewComparison,
} from './parts/comparison.ts';

/** A trait of a group compared with something: true when it is so of any group the profile is in. */
export type GroupCondition = { readonly group: string } & Comparison;

export const group: ConditionKind<GroupCondition> = {
  keys: ['group', 'ignoreCase', ...operatorNames],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => ({
    group: parseName(value.group, { pointer, name: 'group' }),
    ...parseComparison(value, { subject: 'group', pointer }),
  }),
  compile: (condition, compilation) => {
    const test = compileComparison(condition, compilation.calendar);
    const read = pathReader(condition.group);
    compilation.mentionOfGroups(topLevelKeys(condition.group));
    return (evaluation, now) => {
      const { groups = [] } = evaluation.facts;
      const ofEach = groups.map((traits) => (_: unknown, at: number) => test(read(traits), at));
      return combine(ofEach, true)(evaluation, now);
    };
  },
  review: (condition, { pointer }) => reviewComparison(condition, { path: condition.group, pointer }),
};
