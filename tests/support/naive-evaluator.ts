import {
  type NaiveDate,
  naiveAdd,
  naiveAnniversary,
  naiveDate,
  naiveDays,
  naiveInstant,
  naiveMidnight,
  nextDay,
} from './segments/naive-calendar.ts';
import type { NaiveEvent } from './segments/naive-counted.ts';
import { type NaiveEventRule, naiveEventBoundaries, naiveEventHolds } from './segments/naive-events.ts';
import { type NaiveTest, naiveTest } from './segments/naive-operators.ts';
import { naiveRead } from './segments/naive-read.ts';

// The second opinion on segments: it scans the full history for every question and shares no code with shared/segments.

export type NaivePerson = {
  traits: Record<string, unknown>;
  /** the traits of each group */
  groups?: readonly Record<string, unknown>[];
  events: readonly NaiveEvent[];
  firstSeen?: number;
  lastSeen?: number;
  timezone: string;
};
export type NaiveRule = NaiveTest &
  Omit<NaiveEventRule, keyof NaiveTest> & {
    all?: readonly NaiveRule[];
    any?: readonly NaiveRule[];
    not?: NaiveRule;
    trait?: string;
    group?: string;
  };

export function naiveHolds(rule: NaiveRule, person: NaivePerson, now: number): boolean {
  if (rule.all) return rule.all.every((part) => naiveHolds(part, person, now));
  if (rule.any) return rule.any.some((part) => naiveHolds(part, person, now));
  if (rule.not) return !naiveHolds(rule.not, person, now);
  if (isAboutEvents(rule)) return naiveEventHolds(rule, person, now);
  const zoned = { timezone: person.timezone, now };
  if (rule.group)
    return (person.groups ?? []).some((traits) =>
      naiveTest(rule, naiveRead(traits, rule.group ?? ''), zoned),
    );
  return naiveTest(rule, naiveTrait(rule.trait ?? '', person), zoned);
}

/** The first boundary after `now` at which the answer is another. */
export function naiveFlip(rule: NaiveRule, person: NaivePerson, now: number): number | undefined {
  const holds = naiveHolds(rule, person, now);
  return naiveBoundaries(rule, person).find((at) => at > now && naiveHolds(rule, person, at) !== holds);
}

/** Every instant at which any part of the rule may change, in order. */
export function naiveBoundaries(rule: NaiveRule, person: NaivePerson): readonly number[] {
  return [...new Set(boundariesOf(rule, person))].sort((a, b) => a - b);
}

function boundariesOf(rule: NaiveRule, person: NaivePerson): readonly number[] {
  const parts = [...(rule.all ?? []), ...(rule.any ?? []), ...(rule.not ? [rule.not] : [])];
  const own = isAboutEvents(rule)
    ? naiveEventBoundaries(rule, person)
    : rule.trait
      ? traitBoundaries(rule, person)
      : [];
  return [...own, ...parts.flatMap((part) => boundariesOf(part, person))];
}

function isAboutEvents({ event, sequence, ratio }: NaiveRule): boolean {
  return event !== undefined || sequence !== undefined || ratio !== undefined;
}

function traitBoundaries(rule: NaiveRule, person: NaivePerson): readonly number[] {
  const { timezone } = person;
  const value = naiveTrait(rule.trait ?? '', person);
  const instant = naiveInstant(value, timezone);
  const date = naiveDate(value, timezone);
  if (instant === undefined || date === undefined) return [];
  if (rule.withinLast) return [instant, naiveAdd(instant, rule.withinLast, { timezone })];
  if (rule.withinNext) return [instant, naiveAdd(instant, rule.withinNext, { timezone, sign: -1 })];
  return rule.anniversary || rule.ageBetween ? anniversaryBoundaries(rule, date, timezone) : [];
}

function anniversaryBoundaries(rule: NaiveRule, date: NaiveDate, timezone: string): readonly number[] {
  const daysBefore = rule.anniversary ? naiveDays(rule.anniversary.in) : 0;
  return Array.from({ length: 152 }, (_, years) => naiveAnniversary(date, years, daysBefore)).flatMap(
    (day) => [naiveMidnight(day, timezone), naiveMidnight(nextDay(day), timezone)],
  );
}

function naiveTrait(path: string, person: NaivePerson): unknown {
  if (path === 'firstSeen') return person.firstSeen;
  return path === 'lastSeen' ? person.lastSeen : naiveRead(person.traits, path);
}
