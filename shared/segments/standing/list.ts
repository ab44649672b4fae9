import { LIST_EVENT } from '../../definitions/list-upload.ts';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { child, requireKnownKeys } from '../refusal.ts';
import { ALWAYS, during, NEVER } from '../verdict.ts';

/** Being named by the upload of a list that is in force. */
export type ListCondition = { readonly list: string };

/** A list as it is in force; `replacedAt` (epoch ms) is when this upload took the place of the one before. */
export type LiveList = { readonly id: string; readonly upload: number; readonly replacedAt: number };

// who is in both uploads must not leave in between: their event may be under way when the new one comes into force
const SETTLING_MS = 15 * 60_000;

export const list: ConditionKind<ListCondition> = {
  keys: ['list'],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: list.keys });
    return { list: parseName(value.list, { pointer, name: 'list' }) };
  },
  compile: ({ list: id }, compilation) => {
    const live = compilation.list(id);
    if (live === undefined) return () => NEVER;
    const { upload, replacedAt } = live;
    return ({ facts }, now) => {
      const named = facts.lists?.get(id) ?? 0;
      if (named >= Math.max(upload, 1)) return ALWAYS;
      const isOfTheOneBefore = named > 0 && named === upload - 1;
      return isOfTheOneBefore ? during(-Infinity, replacedAt + SETTLING_MS, now) : NEVER;
    };
  },
  isIndexed: true,
  subject: ({ list: id }, { lists }) => ({
    value: lists?.get(id),
    saidBy: ({ event, properties }) =>
      event === LIST_EVENT && properties?.list === id ? properties.upload : undefined,
    isLastWord: true,
  }),
  review: () => [],
  mentions: (condition, { pointer }) => [
    { kind: 'list', id: condition.list, pointer: child(pointer, 'list') },
  ],
};
