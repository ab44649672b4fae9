import { judgeCourse } from '../../profiles/computed/course.ts';
import { child } from '../refusal.ts';
import type { ConditionKind } from './condition-kind.ts';
import { compileComparison } from './parts/comparison.ts';
import { type Compared, comparisonKind } from './parts/comparison-kind.ts';

/** A computed trait compared with something; one that is not live has no value. */
export type ComputedCondition = Compared<'computed'>;

export const computed: ConditionKind<ComputedCondition> = {
  ...comparisonKind('computed'),
  compile: (condition, compilation) => {
    const { judge: test } = compileComparison(condition, compilation.calendar);
    const trait = compilation.computed(condition.computed);
    if (trait === undefined) return (_, now) => test(undefined, now);
    return (evaluation, now) => judgeCourse(trait.course(evaluation.facts, now), test, { evaluation, now });
  },
  isIndexed: true,
  mentions: (condition, { pointer }) => [
    { kind: 'computed', id: condition.computed, pointer: child(pointer, 'computed') },
  ],
};
