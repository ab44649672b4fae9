import type { ConditionKind } from '../conditions/condition-kind.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { NEVER } from '../verdict.ts';
import { parseValues, type Values } from './parameters.ts';

/** Being in another segment, with values if it has parameters; nobody is in one that is not live. */
export type SegmentCondition = { readonly segment: string; readonly with?: Values };

export const segment: ConditionKind<SegmentCondition> = {
  keys: ['segment', 'with'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: segment.keys });
    const named = { segment: parseName(value.segment, { pointer, name: 'segment' }) };
    return value.with === undefined
      ? named
      : { ...named, with: parseValues(value.with, child(pointer, 'with')) };
  },
  compile: (condition, compilation) =>
    compilation.segment(condition.segment, condition.with) ?? (() => NEVER),
  isIndexed: true,
  review: () => [],
  mentions: (condition, { pointer }) => [
    {
      kind: 'segment',
      id: condition.segment,
      pointer: child(pointer, 'segment'),
      values: condition.with ?? {},
    },
  ],
};
