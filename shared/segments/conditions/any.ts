import type { Condition } from '../definition.ts';
import { child } from '../refusal.ts';
import type { ConditionKind } from './condition-kind.ts';
import { combine, listOf, parseParts } from './parts/combine.ts';
import { traitAllowedMissing } from './trait.ts';

export type AnyCondition = { readonly any: readonly Condition[] };

export const any: ConditionKind<AnyCondition> = {
  keys: ['any'],
  nodes: () => 1,
  parts: (value) => listOf(value.any),
  parse: (value, parsing) => ({ any: parseParts(value, 'any', parsing) }),
  compile: (condition, compilation) => combine(condition.any.map(compilation.condition), true),
  isIndexed: true,
  review: (condition, review) => {
    const includesMissing = condition.any.flatMap(traitAllowedMissing);
    return condition.any.flatMap((part, index) =>
      review.condition(part, { pointer: child(child(review.pointer, 'any'), index), includesMissing }),
    );
  },
  mentions: (condition, search) =>
    condition.any.flatMap((part, index) =>
      search.condition(part, child(child(search.pointer, 'any'), index)),
    ),
};
