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
import type { NaiveHistory } from './segments/naive-counted.ts';
import { type NaiveEventRule, naiveEventBoundaries, naiveEventHolds } from './segments/naive-events.ts';
import { type NaiveTest, naiveTest } from './segments/naive-operators.ts';
import { naiveRead } from './segments/naive-read.ts';
import {
  type NaiveStandingRule,
  type NaiveStandings,
  naiveAmong,
  naiveConsents,
  naiveHeard,
  naiveHeardBoundaries,
  naiveListed,
  naiveSettled,
  naiveTravels,
} from './segments/standing/naive-standing.ts';
import {
  naiveScore,
  naiveTraitValue,
  naiveWorkedOutBoundaries,
} from './segments/standing/naive-worked-out.ts';
import { type NaiveWorkspace, naiveWrittenOut } from './segments/standing/naive-workspace.ts';

// The second opinion on segments: it scans the full history for every question and shares no code with shared/segments.

export type NaivePerson = NaiveHistory &
  NaiveStandings & {
    traits: Record<string, unknown>;
    /** the traits of each group */
    groups?: readonly Record<string, unknown>[];
    firstSeen?: number;
    lastSeen?: number;
    workspace?: NaiveWorkspace;
  };
export type NaiveRule = NaiveTest &
  NaiveStandingRule &
  Omit<NaiveEventRule, keyof NaiveTest> & {
    all?: readonly NaiveRule[];
    any?: readonly NaiveRule[];
    not?: NaiveRule;
    trait?: string;
    group?: string;
    computed?: string;
    rfm?: string;
    segment?: string;
    with?: Readonly<Record<string, unknown>>;
  };

type NaiveKind = {
  holds(rule: NaiveRule, person: NaivePerson, now: number): boolean;
  /** every instant at which its own answer may change; without it time changes nothing */
  boundaries?(rule: NaiveRule, person: NaivePerson): readonly number[];
};

const aboutEvents: NaiveKind = { holds: naiveEventHolds, boundaries: naiveEventBoundaries };

const kinds: Readonly<Record<string, NaiveKind>> = {
  all: {
    holds: ({ all = [] }, person, now) => all.every((part) => naiveHolds(part, person, now)),
    boundaries: ({ all = [] }, person) => all.flatMap((part) => boundariesOf(part, person)),
  },
  any: {
    holds: ({ any = [] }, person, now) => any.some((part) => naiveHolds(part, person, now)),
    boundaries: ({ any = [] }, person) => any.flatMap((part) => boundariesOf(part, person)),
  },
  not: {
    holds: ({ not = {} }, person, now) => !naiveHolds(not, person, now),
    boundaries: ({ not = {} }, person) => boundariesOf(not, person),
  },
  event: aboutEvents,
  sequence: aboutEvents,
  ratio: aboutEvents,
  trait: {
    holds: (rule, person, now) => naiveTest(rule, naiveTrait(rule.trait ?? '', person), { ...person, now }),
    boundaries: (rule, person) => dateBoundaries(rule, naiveTrait(rule.trait ?? '', person), person),
  },
  group: {
    holds: (rule, person, now) =>
      ofGroups(rule, person).some((value) => naiveTest(rule, value, { ...person, now })),
    boundaries: (rule, person) =>
      ofGroups(rule, person).flatMap((value) => dateBoundaries(rule, value, person)),
  },
  computed: {
    holds: (rule, person, now) => {
      const trait = computedOf(rule, person);
      return naiveTest(rule, trait && naiveTraitValue(trait, person, now), { ...person, now });
    },
    boundaries: (rule, person) => [
      ...naiveWorkedOutBoundaries(person, { within: computedOf(rule, person)?.within }),
      ...person.events.flatMap(({ at }) => dateBoundaries(rule, at, person)),
    ],
  },
  rfm: {
    holds: (rule, person, now) => {
      const { rfm: name = '', ...test } = rule;
      const settings = person.workspace?.rfm;
      const score = settings && naiveScore(name, settings, { history: person, now });
      return Object.keys(test).length === 0 ? score === name : naiveTest(test, score, { ...person, now });
    },
    boundaries: (_, { workspace: { rfm } = {}, ...history }) =>
      naiveWorkedOutBoundaries(history, { within: rfm?.within, ages: rfm?.bounds.recency ?? [] }),
  },
  segment: {
    holds: (rule, person, now) => {
      const other = otherOf(rule, person);
      return other !== undefined && naiveHolds(other, person, now);
    },
    boundaries: (rule, person) => boundariesOf(otherOf(rule, person) ?? {}, person),
  },
  list: {
    holds: (rule, person, now) => naiveListed(listOf(rule, person), person, now),
    boundaries: (rule, person) =>
      [listOf(rule, person)].flatMap((list) => (list ? [naiveSettled(list)] : [])),
  },
  consent: { holds: naiveConsents },
  journey: { holds: naiveTravels },
  message: { holds: naiveHeard, boundaries: naiveHeardBoundaries },
  bucket: { holds: naiveAmong },
};

export function naiveHolds(rule: NaiveRule, person: NaivePerson, now: number): boolean {
  const kind = kindOf(rule);
  if (kind === undefined) throw new Error(`nobody has a second opinion on ${Object.keys(rule)}`);
  return kind.holds(rule, person, now);
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
  return kindOf(rule)?.boundaries?.(rule, person) ?? [];
}

function kindOf(rule: NaiveRule): NaiveKind | undefined {
  const given = new Map(Object.entries(rule));
  return Object.entries(kinds).find(([name]) => given.get(name) !== undefined)?.[1];
}

function computedOf({ computed }: NaiveRule, { workspace }: NaivePerson) {
  return workspace?.computed?.find(({ id }) => id === computed);
}

function listOf({ list }: NaiveRule, { workspace }: NaivePerson) {
  return workspace?.lists?.find(({ id }) => id === list);
}

// what stands in the definition of a segment is a rule
function otherOf(rule: NaiveRule, { workspace = {} }: NaivePerson): NaiveRule | undefined {
  return naiveWrittenOut(rule, workspace) as NaiveRule | undefined;
}

function ofGroups({ group = '' }: NaiveRule, { groups = [] }: NaivePerson): readonly unknown[] {
  return groups.map((traits) => naiveRead(traits, group));
}

function dateBoundaries(
  rule: NaiveTest,
  value: unknown,
  { timezone }: { timezone: string },
): readonly number[] {
  const instant = naiveInstant(value, timezone);
  const date = naiveDate(value, timezone);
  if (instant === undefined || date === undefined) return [];
  if (rule.withinLast) return [instant, naiveAdd(instant, rule.withinLast, { timezone })];
  if (rule.withinNext) return [instant, naiveAdd(instant, rule.withinNext, { timezone, sign: -1 })];
  return rule.anniversary || rule.ageBetween ? anniversaryBoundaries(rule, date, timezone) : [];
}

function anniversaryBoundaries(rule: NaiveTest, date: NaiveDate, timezone: string): readonly number[] {
  const daysBefore = rule.anniversary ? naiveDays(rule.anniversary.in) : 0;
  return Array.from({ length: 152 }, (_, years) => naiveAnniversary(date, years, daysBefore)).flatMap(
    (day) => [naiveMidnight(day, timezone), naiveMidnight(nextDay(day), timezone)],
  );
}

function naiveTrait(path: string, person: NaivePerson): unknown {
  if (path === 'firstSeen') return person.firstSeen;
  return path === 'lastSeen' ? person.lastSeen : naiveRead(person.traits, path);
}
