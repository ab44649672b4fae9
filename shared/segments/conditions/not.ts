import type { Condition } from '../definition.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { opposite } from '../verdict.ts';
import type { ConditionKind } from './condition-kind.ts';

export type NotCondition = { readonly not: Condition };

export const not: ConditionKind<NotCondition> = {
  keys: ['not'],
  nodes: () => 1,
  parts: (value) => [value.not],
  parse: (value, parsing) => {
    requireKnownKeys(value, { pointer: parsing.pointer, known: ['not'] });
    return { not: parsing.condition(value.not, child(parsing.pointer, 'not')) };
  },
  compile: (condition, compilation) => {
    const { holds, judge } = compilation.condition(condition.not);
    return {
      holds: (facts, now) => !holds(facts, now),
      judge: (evaluation, now) => opposite(judge(evaluation, now)),
    };
  },
  isIndexed: true,
  review: (condition, review) => review.condition(condition.not, { pointer: child(review.pointer, 'not') }),
  mentions: (condition, search) => search.condition(condition.not, child(search.pointer, 'not')),
};
