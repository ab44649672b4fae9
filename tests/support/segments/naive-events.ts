import { naiveAdd } from './naive-calendar.ts';
import {
  isInPeriod,
  type NaiveCounted,
  type NaiveEvent,
  type NaiveFilters,
  type NaiveHistory,
  type NaivePeriod,
  naiveKnown,
  naiveMatching,
  naivePasses,
} from './naive-counted.ts';
import { naiveRead } from './naive-read.ts';
import { type NaiveSequence, naiveSequence } from './naive-sequence.ts';

// the second opinion on conditions about events: it scans the full history for every question

export type NaiveBounds = {
  atLeast?: number;
  atMost?: number;
  exactly?: number;
  between?: readonly number[];
};
type Of = { of: string };
type BoundsOf = NaiveBounds & Of;
type End = NaivePeriod & { where?: NaiveFilters };
type NaivePart = NaiveCounted & { minus?: Minus } & {
  [Name in 'count' | 'sum' | 'average' | 'minimum' | 'maximum' | 'distinct']?: true | Of;
};
type Minus = { event: string; where?: NaiveFilters; of: string };

export type NaiveEventRule = NaiveCounted &
  NaiveSequence & {
    count?: NaiveBounds;
    sum?: BoundsOf;
    minus?: Minus;
    average?: BoundsOf;
    minimum?: BoundsOf;
    maximum?: BoundsOf;
    distinct?: BoundsOf;
    first?: End;
    last?: End;
    never?: boolean;
    ratio?: readonly [NaivePart, NaivePart];
    atLeast?: unknown;
    atMost?: unknown;
    exactly?: unknown;
  };

export const UNITS = 10_000;
const numbers = ['count', 'sum', 'average', 'minimum', 'maximum', 'distinct'] as const;

export function naiveEventHolds(rule: NaiveEventRule, history: NaiveHistory, now: number): boolean {
  if (rule.sequence) return naiveSequence(rule, history, now);
  if (rule.ratio) return ratioHolds(rule, history, now);
  if (rule.first) return endHolds(rule, history, { end: rule.first, now, pick: Math.min });
  if (rule.last) return endHolds(rule, history, { end: rule.last, now, pick: Math.max });
  if (rule.never) return naiveMatching(rule, history, now).length === 0;
  const name = numbers.find((number) => rule[number] !== undefined);
  if (name === undefined) return naiveMatching(rule, history, now).length > 0;
  const value = numberOf(rule, history, now);
  return value !== undefined && inBounds(value / UNITS, rule[name] ?? {});
}

/** Every instant at which the answer may change. */
export function naiveEventBoundaries(
  rule: NaiveEventRule,
  { events, timezone }: NaiveHistory,
): readonly number[] {
  const periods = [rule, rule.first, rule.last, ...(rule.ratio ?? [])];
  const durations = periods.flatMap((period) => period?.within ?? []);
  const starts = events.map(({ at }) => at);
  return [
    ...starts,
    ...durations.flatMap((within) => starts.map((at) => naiveAdd(at, within, { timezone }))),
  ];
}

function ratioHolds(
  { ratio, atLeast, atMost, exactly, between }: NaiveEventRule,
  history: NaiveHistory,
  now: number,
): boolean {
  const [over, under] = (ratio ?? []).map((part) => numberOf(part, history, now));
  if (over === undefined || under === undefined || under === 0) return false;
  const given = Object.entries({ atLeast, atMost, exactly, between }).filter(
    ([, bound]) => bound !== undefined,
  );
  return inBounds(over / under, Object.fromEntries(given));
}

/** In 1/10,000. */
function numberOf(rule: NaivePart | NaiveEventRule, history: NaiveHistory, now: number): number | undefined {
  const name = numbers.find((number) => rule[number] !== undefined) ?? 'count';
  const subject = rule[name];
  const of = typeof subject === 'object' && 'of' in subject ? subject.of : '';
  const counted = naiveMatching(rule, history, now);
  // for ever, what has no instant counts as soon as it is known
  const known = rule.within === undefined ? naiveKnown(rule, history) : counted;
  const amounts = amountsOf(counted, of);
  if (name === 'count') return counted.length * UNITS;
  if (name === 'sum') return total(amounts) - taken(rule, history, now);
  if (name === 'average') return amounts.length === 0 ? undefined : total(amounts) / amounts.length;
  if (name === 'distinct') return distinctIn(rule, of, { ...history, now }) * UNITS || undefined;
  const all = amountsOf(known, of);
  if (all.length === 0) return undefined;
  return name === 'minimum' ? Math.min(...all) : Math.max(...all);
}

function taken(rule: NaivePart | NaiveEventRule, history: NaiveHistory, now: number): number {
  if (!rule.minus) return 0;
  const { event, where = [], of } = rule.minus;
  return total(amountsOf(naiveMatching({ ...rule, event, where }, history, now), of));
}

/** The first is the earliest that counts, the last the latest that is known; of several at once any may pass. */
function endHolds(
  rule: NaiveEventRule,
  history: NaiveHistory,
  { end, now, pick }: { end: End; now: number; pick: (...instants: number[]) => number },
): boolean {
  const { timezone } = history;
  const found = rule.last ? naiveKnown(rule, history) : naiveMatching(rule, history, now);
  const at = pick(...found.map((event) => event.at));
  const ends = found.filter((event) => event.at === at);
  return ends.some(
    (event) =>
      isInPeriod(rule, at, { timezone, now }) &&
      isInPeriod(end, at, { timezone, now }) &&
      naivePasses(end.where, event, timezone),
  );
}

export function amountsOf(events: readonly NaiveEvent[], of: string): readonly number[] {
  return events.flatMap((event) => {
    const value = measuredOf(event, of);
    const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
    return typeof amount === 'number' && Number.isFinite(amount) ? [Math.round(amount * UNITS)] : [];
  });
}

/** Each value is where it was last seen. */
function distinctIn(rule: NaiveCounted, of: string, history: NaiveHistory & { now: number }): number {
  const lastSeen = new Map<string, number>();
  for (const event of naiveKnown(rule, history)) {
    const value = measuredOf(event, of);
    const key = `${typeof value} ${value}`;
    if (['string', 'number', 'boolean'].includes(typeof value))
      lastSeen.set(key, Math.max(event.at, lastSeen.get(key) ?? event.at));
  }
  const isCounted = (at: number) => rule.within === undefined || isInPeriod(rule, at, history);
  return [...lastSeen.values()].filter(isCounted).length;
}

export function measuredOf({ name, properties }: NaiveEvent, of: string): unknown {
  const found = naiveRead(properties, of);
  const isOrderValue = found === undefined && of === 'total' && name.startsWith('Order ');
  return isOrderValue ? (properties.revenue ?? undefined) : found;
}

function total(amounts: readonly number[]): number {
  return amounts.reduce((sum, amount) => sum + amount, 0);
}

function inBounds(value: number, bounds: NaiveBounds): boolean {
  const { atLeast = -Infinity, atMost = Infinity, exactly = value, between = [-Infinity, Infinity] } = bounds;
  const [low = 0, high = 0] = between;
  return value >= atLeast && value <= atMost && value === exactly && value >= low && value <= high;
}
