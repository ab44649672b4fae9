import type { Condition } from '../definition.ts';
import { child } from '../refusal.ts';
import type { ConditionKind } from './condition-kind.ts';
import { combine, listOf, parseParts } from './parts/combine.ts';

export type AllCondition = { readonly all: readonly Condition[] };

export const all: ConditionKind<AllCondition> = {
  keys: ['all'],
  nodes: () => 1,
  parts: (value) => listOf(value.all),
  parse: (value, parsing) => ({ all: parseParts(value, 'all', parsing) }),
  compile: (condition, compilation) => combine(condition.all.map(compilation.condition), false),
  isIndexed: true,
  review: (condition, review) =>
    condition.all.flatMap((part, index) =>
      review.condition(part, { pointer: child(child(review.pointer, 'all'), index) }),
    ),
  mentions: (condition, search) =>
    condition.all.flatMap((part, index) =>
      search.condition(part, child(child(search.pointer, 'all'), index)),
    ),
};
