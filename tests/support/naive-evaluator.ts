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
import { type NaiveTest, naiveTest } from './segments/naive-operators.ts';

// The second opinion on segments: it scans the full history for every question and shares no code with shared/segments.

export type NaiveEvent = { name: string; properties: Record<string, unknown>; at: number };
export type NaivePerson = {
  traits: Record<string, unknown>;
  /** the traits of each group */
  groups?: readonly Record<string, unknown>[];
  events: readonly NaiveEvent[];
  firstSeen?: number;
  lastSeen?: number;
  timezone: string;
};
type NaiveBounds = { atLeast?: number; atMost?: number; exactly?: number; between?: readonly number[] };
export type NaiveRule = NaiveTest & {
  all?: readonly NaiveRule[];
  any?: readonly NaiveRule[];
  not?: NaiveRule;
  trait?: string;
  group?: string;
  event?: string;
  where?: readonly (NaiveTest & { property: string })[];
  within?: string;
  count?: NaiveBounds;
  sum?: NaiveBounds & { of: string };
  never?: boolean;
};

export function naiveHolds(rule: NaiveRule, person: NaivePerson, now: number): boolean {
  if (rule.all) return rule.all.every((part) => naiveHolds(part, person, now));
  if (rule.any) return rule.any.some((part) => naiveHolds(part, person, now));
  if (rule.not) return !naiveHolds(rule.not, person, now);
  if (rule.event) return eventHolds(rule, person, now);
  const zoned = { timezone: person.timezone, now };
  if (rule.group)
    return (person.groups ?? []).some((traits) => naiveTest(rule, read(traits, rule.group ?? ''), zoned));
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
  const own = rule.event ? eventBoundaries(rule, person) : rule.trait ? traitBoundaries(rule, person) : [];
  return [...own, ...parts.flatMap((part) => boundariesOf(part, person))];
}

function eventBoundaries({ within }: NaiveRule, { events, timezone }: NaivePerson): readonly number[] {
  const starts = events.map(({ at }) => at);
  return within ? [...starts, ...starts.map((at) => naiveAdd(at, within, { timezone }))] : starts;
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

function eventHolds(rule: NaiveRule, person: NaivePerson, now: number): boolean {
  const counted = naiveMatching(rule, person, now);
  if (rule.never) return counted.length === 0;
  if (rule.count) return inBounds(counted.length, rule.count);
  if (!rule.sum) return counted.length > 0;
  const { of, ...bounds } = rule.sum;
  const cents = counted.reduce((sum, event) => sum + naiveAmount(event, of), 0);
  return inBounds(cents / 10_000, bounds);
}

/** The events that count at that instant. */
export function naiveMatching(rule: NaiveRule, person: NaivePerson, now: number): readonly NaiveEvent[] {
  const { timezone } = person;
  return person.events.filter(
    ({ name, properties, at }) =>
      (rule.event === '*' || rule.event === name) &&
      at <= now &&
      (!rule.within || now < naiveAdd(at, rule.within, { timezone })) &&
      (rule.where ?? []).every((test) => naiveTest(test, read(properties, test.property), { timezone, now })),
  );
}

function naiveAmount({ name, properties }: NaiveEvent, of: string): number {
  const total = read(properties, of);
  const value =
    total === undefined && of === 'total' && name === 'Order Completed' ? properties.revenue : total;
  const amount = typeof value === 'string' && value.trim() !== '' ? Number(value) : value;
  return typeof amount === 'number' && Number.isFinite(amount) ? Math.round(amount * 10_000) : 0;
}

function inBounds(value: number, bounds: NaiveBounds): boolean {
  const { atLeast = -Infinity, atMost = Infinity, exactly = value, between = [-Infinity, Infinity] } = bounds;
  const [low = 0, high = 0] = between;
  return value >= atLeast && value <= atMost && value === exactly && value >= low && value <= high;
}

function naiveTrait(path: string, person: NaivePerson): unknown {
  if (path === 'firstSeen') return person.firstSeen;
  return path === 'lastSeen' ? person.lastSeen : read(person.traits, path);
}

function read(from: unknown, path: string): unknown {
  if (typeof from !== 'object' || from === null || Array.isArray(from)) return undefined;
  const members = new Map(Object.entries(from));
  if (members.has(path)) return members.get(path) ?? undefined;
  const [first = '', ...rest] = path.split('.');
  return rest.length === 0 ? undefined : read(members.get(first), rest.join('.'));
}
