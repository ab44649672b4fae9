import { judgeCourse } from '../../profiles/computed/course.ts';
import { operatorNames } from '../operators.ts';
import { child } from '../refusal.ts';
import type { ConditionKind } from './condition-kind.ts';
import {
  type Comparison,
  compileComparison,
  parseComparison,
  parseName,
  reviewComparison,
} from './parts/comparison.ts';

/** A computed trait compared with something; one that is not live has no value. */
export type ComputedCondition = { readonly computed: string } & Comparison;

export const computed: ConditionKind<ComputedCondition> = {
  keys: ['computed', 'ignoreCase', ...operatorNames],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => ({
    computed: parseName(value.computed, { pointer, name: 'computed' }),
    ...parseComparison(value, { subject: 'computed', pointer }),
  }),
  compile: (condition, compilation) => {
    const test = compileComparison(condition, compilation.calendar);
    const trait = compilation.computed(condition.computed);
    if (trait === undefined) return (_, now) => test(undefined, now);
    return (evaluation, now) => judgeCourse(trait.course(evaluation.facts, now), test, { evaluation, now });
  },
  review: (condition, { pointer }) => reviewComparison(condition, { path: condition.computed, pointer }),
  computed: (condition, { pointer }) => [{ id: condition.computed, pointer: child(pointer, 'computed') }],
};
