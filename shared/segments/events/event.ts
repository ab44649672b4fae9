import type { ConditionKind } from '../conditions/condition-kind.ts';
import { listOf } from '../conditions/parts/combine.ts';
import { parseName } from '../conditions/parts/comparison.ts';
import { type Filter, parseFilters, reviewFilters } from '../conditions/parts/filter.ts';
import { child, refuse, requireKnownKeys, shown } from '../refusal.ts';
import { durationOf } from '../values/expected.ts';
import { isInRange, judgeTotal } from '../values/total.ts';
import { parseWithin } from '../values/within.ts';
import { windowOf } from '../windows/event-window.ts';
import { tallies } from '../windows/window.ts';
import { type Bounds, countRange, parseCount, parseSum, type Range, type Sum, sumRange } from './measure.ts';

/** Events of one name, or of any with `*`: how many, or how much of a property; at least once without a measure. */
export type EventCondition = {
  readonly event: string;
  readonly where?: readonly Filter[];
  readonly within?: string;
  readonly count?: Bounds;
  readonly sum?: Sum;
  readonly never?: true;
};

const MEASURES = ['count', 'sum', 'never'] as const;

export const event: ConditionKind<EventCondition> = {
  keys: ['event', 'where', 'within', ...MEASURES],
  nodes: (value) => 1 + listOf(value.where).length,
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: event.keys });
    return {
      event: parseName(value.event, { pointer, name: 'event' }),
      ...(value.where !== undefined && { where: parseFilters(value.where, child(pointer, 'where')) }),
      ...(value.within !== undefined && { within: parseWithin(value.within, child(pointer, 'within')) }),
      ...parseMeasure(value, pointer),
    };
  },
  compile: (condition, compilation) => {
    const { event, where, within, sum } = condition;
    const spec = windowOf({ event, where, within, of: sum?.of }, compilation.calendar);
    const total = {
      ...rangeOf(condition),
      amount: condition.sum === undefined ? countOf : sumOf,
      within: condition.within === undefined ? undefined : durationOf(condition.within),
      calendar: compilation.calendar,
    };
    compilation.keep(spec, total);
    return {
      holds: ({ windows }, now) => isInRange(tallies(windows.get(spec.key)), total, now),
      judge: ({ facts }, now) => judgeTotal(tallies(facts.windows.get(spec.key)), total, now),
    };
  },
  isIndexed: true,
  review: (condition, { pointer }) => [
    ...reviewFilters(condition.where ?? [], child(pointer, 'where')),
    ...(condition.count === undefined ? [] : reviewCount(condition.count, child(pointer, 'count'))),
  ],
};

function parseMeasure(value: Readonly<Record<string, unknown>>, pointer: string): Partial<EventCondition> {
  const [name, second] = MEASURES.filter((measure) => value[measure] !== undefined);
  if (second !== undefined) {
    refuse(`an event condition has at most one measure, got \`${name}\` and \`${second}\``, {
      code: 'several_operators',
      pointer: child(pointer, second),
      allowed: MEASURES,
    });
  }
  if (name === 'count') return { count: parseCount(value.count, child(pointer, name)) };
  if (name === 'sum') return { sum: parseSum(value.sum, child(pointer, name)) };
  return name === 'never' ? { never: parseNever(value.never, child(pointer, name)) } : {};
}

function parseNever(value: unknown, pointer: string): true {
  if (value === true) return true;
  refuse(`\`never\` must be true, got ${shown(value)}`, { code: 'invalid_value', pointer, allowed: true });
}

function rangeOf({ count, sum, never }: EventCondition): Range {
  if (sum !== undefined) return sumRange(sum);
  return countRange(never ? { exactly: 0 } : (count ?? { atLeast: 1 }));
}

function countOf(tally: { count: number }): number {
  return tally.count;
}

function sumOf(tally: { sum: number }): number {
  return tally.sum;
}

function reviewCount(bounds: Bounds, pointer: string): readonly string[] {
  const { low, high } = countRange(bounds);
  if (high < 0) return [`${pointer}: a count is never below 0, so this is never true`];
  return low <= 0 && high === Infinity
    ? [`${pointer}: a count is always at least 0, so this is always true`]
    : [];
}
