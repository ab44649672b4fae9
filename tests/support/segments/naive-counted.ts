import { naiveAdd, naiveDate, naiveInstant, naiveMidnight, nextDay } from './naive-calendar.ts';
import { type NaiveTest, naiveTest } from './naive-operators.ts';
import { naiveRead } from './naive-read.ts';

// which events a condition is about, found by looking at each of them

export type NaiveEvent = {
  name: string;
  properties: Record<string, unknown>;
  at: number;
  /** said by the platform itself, of a message */
  ofPlatform?: true;
};
export type NaiveHistory = { events: readonly NaiveEvent[]; timezone: string };
export type NaiveFilters = readonly (NaiveTest & { property: string })[];
export type NaivePeriod = {
  within?: string;
  since?: string;
  until?: string;
  between?: readonly [unknown, unknown];
};
export type NaiveCounted = NaivePeriod & {
  event?: string;
  where?: NaiveFilters;
  each?: string;
  currency?: string;
};

/** The events, or their lines, that count at that instant. */
export function naiveMatching(rule: NaiveCounted, history: NaiveHistory, now: number): readonly NaiveEvent[] {
  return naiveKnown(rule, history).filter(({ at }) => isInPeriod(rule, at, { ...history, now }));
}

/** The events, or their lines, that count at some time. */
export function naiveKnown(rule: NaiveCounted, { events, timezone }: NaiveHistory): readonly NaiveEvent[] {
  return events
    .filter(({ ofPlatform }) => !ofPlatform)
    .filter(({ name }) => rule.event === '*' || rule.event === name)
    .filter(({ properties }) => isOfCurrency(rule.currency, properties))
    .filter(({ at }) => isInStretch(rule, at, timezone))
    .flatMap((event) => (rule.each === undefined ? [event] : linesOf(event, rule.each)))
    .filter((event) => naivePasses(rule.where, event, timezone));
}

export function naivePasses(where: NaiveFilters = [], { properties }: NaiveEvent, timezone: string): boolean {
  return where.every((test) => naiveTest(test, naiveRead(properties, test.property), { timezone, now: 0 }));
}

export function isInPeriod(
  period: NaivePeriod,
  at: number,
  { timezone, now }: { timezone: string; now: number },
): boolean {
  const hasLeft = period.within !== undefined && now >= naiveAdd(at, period.within, { timezone });
  return at <= now && !hasLeft && isInStretch(period, at, timezone);
}

function isInStretch({ since, until, between }: NaivePeriod, at: number, timezone: string): boolean {
  const first = naiveInstant(between?.[0] ?? since, timezone) ?? Number.NEGATIVE_INFINITY;
  const last = between?.[1] ?? until;
  return at >= first && (last === undefined || at < endOf(String(last), timezone));
}

function endOf(text: string, timezone: string): number {
  const day = text.length === 10 ? naiveDate(text, timezone) : undefined;
  return day === undefined ? (naiveInstant(text, timezone) ?? 0) : naiveMidnight(nextDay(day), timezone);
}

function isOfCurrency(currency: string | undefined, properties: Record<string, unknown>): boolean {
  return (
    currency === undefined ||
    (typeof properties.currency === 'string' && properties.currency.toUpperCase() === currency)
  );
}

function linesOf({ name, properties, at }: NaiveEvent, each: string): readonly NaiveEvent[] {
  const lines = naiveRead(properties, each);
  if (!Array.isArray(lines)) return [];
  return lines
    .filter((line) => typeof line === 'object' && line !== null && !Array.isArray(line))
    .map((line) => ({ name, properties: line, at }));
}
