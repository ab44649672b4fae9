import { didYouMean } from '../../nearest.ts';
import { judgeCourse, type Spell } from '../../profiles/computed/course.ts';
import type { ConditionKind } from '../conditions/condition-kind.ts';
import {
  type Comparison,
  compileComparison,
  parseComparison,
  reviewComparison,
} from '../conditions/parts/comparison.ts';
import { operatorNames } from '../operators.ts';
import { child, refuse, requireKnownKeys, shown } from '../refusal.ts';
import type { TimedTest } from '../values/date-tests.ts';
import { constantly } from '../verdict.ts';
import type { ScoreSpell } from './compile-rfm.ts';
import { groupOf, isRfmGroup, type RfmGroup, rfmGroups } from './groups.ts';
import { isMeasureName, type MeasureName, rfmMeasureNames } from './measures.ts';
import type { Scores } from './scores.ts';

/** One of the named groups, or one of the three scores compared with something. */
export type RfmCondition = { readonly rfm: RfmGroup } | ({ readonly rfm: MeasureName } & Comparison);

const names: readonly string[] = [...rfmGroups, ...rfmMeasureNames];

export const rfm: ConditionKind<RfmCondition> = {
  keys: ['rfm', 'ignoreCase', ...operatorNames],
  nodes: () => 1,
  parts: () => [],
  parse: (value, { pointer }) => {
    if (isMeasureName(value.rfm))
      return { rfm: value.rfm, ...parseComparison(value, { subject: 'rfm', pointer }) };
    if (!isRfmGroup(value.rfm)) return refuseName(value.rfm, pointer);
    requireKnownKeys(value, { pointer, known: ['rfm'] });
    return { rfm: value.rfm };
  },
  compile: (condition, { calendar, rfm }) => {
    const { read, test } = questionOf(
      condition,
      (comparison) => compileComparison(comparison, calendar).judge,
    );
    const live = rfm();
    if (live === undefined) return (_, now) => test(undefined, now);
    return (evaluation, now) =>
      judgeCourse(valuesOf(live.course(evaluation.facts, now), read), test, { evaluation, now });
  },
  isIndexed: true,
  takesAnyValue: true,
  review: (condition, { pointer }) =>
    isScore(condition) ? reviewComparison(condition, { path: `rfm ${condition.rfm}`, pointer }) : [],
  mentions: (_, { pointer }) => [{ kind: 'rfm', id: 'rfm', pointer: child(pointer, 'rfm') }],
};

type Question = { read(scores: Scores): unknown; readonly test: TimedTest };

function questionOf(condition: RfmCondition, compare: (comparison: Comparison) => TimedTest): Question {
  if (isScore(condition)) return { read: (scores) => scores[condition.rfm], test: compare(condition) };
  return { read: groupOf, test: (group) => constantly(group === condition.rfm) };
}

function isScore(condition: RfmCondition): condition is { readonly rfm: MeasureName } & Comparison {
  return isMeasureName(condition.rfm);
}

function* valuesOf(course: Iterable<ScoreSpell>, read: Question['read']): Generator<Spell> {
  for (const { value, until } of course) yield { value: value && read(value), until };
}

function refuseName(name: unknown, pointer: string): never {
  refuse(`\`rfm\` must be a group or a score, got ${shown(name)}${didYouMean(name, names)}`, {
    code: 'invalid_value',
    pointer: child(pointer, 'rfm'),
    allowed: names,
  });
}
