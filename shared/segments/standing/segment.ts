import type { ConditionKind } from '../conditions/condition-kind.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { NEVER } from '../verdict.ts';

/** Being in another segment; nobody is in one that is not live. */
export type SegmentCondition = { readonly segment: string };

export const segment: ConditionKind<SegmentCondition> = {
  keys: ['segment'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: segment.keys });
    return { segment: parseName(value.segment, { pointer, name: 'segment' }) };
  },
  compile: (condition, compilation) => compilation.segment(condition.segment) ?? (() => NEVER),
  isIndexed: true,
  review: () => [],
  mentions: (condition, { pointer }) => [
    { kind: 'segment', id: condition.segment, pointer: child(pointer, 'segment') },
  ],
};
