import { RE2JS } from 're2js';
import { longestMs } from '../duration.ts';
import { linearPatternSchema } from '../json/linear-pattern.ts';
import {
  type Comparison,
  distanceFrom,
  equality,
  membership,
  opposite,
  type Scalar,
  type Setting,
  textual,
} from './values/comparison.ts';
import { ageBetween, anniversary, withinLast, withinNext } from './values/date-tests.ts';
import { distanceKm, type Position, toPosition } from './values/distance.ts';
import {
  ageRange,
  area,
  date,
  daysBefore,
  duration,
  durationOf,
  flag,
  ordinal,
  range,
  scalar,
  scalars,
  text,
} from './values/expected.ts';
import { fixed, type Operator, relative, steady } from './values/operator.ts';

// keeps the slowest pattern under some 40 ms; no trait worth a pattern is longer
const LONGEST_MATCHED = 2_000;

/** Every way to compare a trait or a property, by the key a definition uses. */
const table = {
  equals: fixed(scalar, equality, { comparesText: true }),
  notEquals: fixed(scalar, (expected, setting) => opposite(equality(expected, setting)), {
    comparesText: true,
    negative: true,
  }),
  in: fixed(scalars, membership, { comparesText: true }),
  notIn: fixed(scalars, (expected, setting) => opposite(membership(expected, setting)), {
    comparesText: true,
    negative: true,
  }),
  exists: {
    expected: flag,
    relative: false,
    bind: (expected) => steady((actual) => (actual !== undefined) === expected),
  } satisfies Operator<boolean>,
  greaterThan: fixed(
    ordinal,
    ordered((distance) => distance > 0),
  ),
  atLeast: fixed(
    ordinal,
    ordered((distance) => distance >= 0),
  ),
  lessThan: fixed(
    ordinal,
    ordered((distance) => distance < 0),
  ),
  atMost: fixed(
    ordinal,
    ordered((distance) => distance <= 0),
  ),
  between: fixed(range, between),
  contains: fixed(text, contains, { comparesText: true }),
  notContains: fixed(text, (expected, setting) => opposite(contains(expected, setting)), {
    comparesText: true,
    negative: true,
  }),
  startsWith: fixed(
    text,
    (expected, setting) => textual(expected, setting, (actual, start) => actual.startsWith(start)),
    { comparesText: true },
  ),
  endsWith: fixed(
    text,
    (expected, setting) => textual(expected, setting, (actual, end) => actual.endsWith(end)),
    { comparesText: true },
  ),
  matches: fixed(linearPatternSchema, matches, { comparesText: true }),
  hasAny: fixed(scalars, hasAny, { comparesText: true }),
  hasAll: fixed(scalars, hasAll, { comparesText: true }),
  before: fixed(
    date,
    ordered((distance) => distance < 0),
  ),
  after: fixed(
    date,
    ordered((distance) => distance > 0),
  ),
  withinLast: relative(duration, (expected, { calendar }) => withinLast(durationOf(expected), calendar)),
  withinNext: relative(duration, (expected, { calendar }) => withinNext(durationOf(expected), calendar)),
  anniversary: relative(daysBefore, (expected, { calendar }) =>
    anniversary(wholeDays(expected.in), calendar),
  ),
  ageBetween: relative(ageRange, (expected, { calendar }) => ageBetween(expected, calendar)),
  near: fixed(area, near),
};

export type OperatorName = keyof typeof table;

export const operators: Readonly<Record<OperatorName, Operator<unknown>>> = table;
export const operatorNames: readonly string[] = Object.keys(operators);

export function isOperatorName(name: string): name is OperatorName {
  return Object.hasOwn(operators, name);
}

function ordered(test: (distance: number) => boolean) {
  return (expected: string | number, { calendar }: Setting): Comparison => {
    const distance = distanceFrom(expected, calendar);
    return (actual) => {
      const apart = distance(actual);
      return apart === undefined ? undefined : test(apart);
    };
  };
}

function between([low, high]: readonly [string | number, string | number], setting: Setting): Comparison {
  const fromLow = distanceFrom(low, setting.calendar);
  const fromHigh = distanceFrom(high, setting.calendar);
  return (actual) => (fromLow(actual) ?? -1) >= 0 && (fromHigh(actual) ?? 1) <= 0;
}

function contains(expected: string, setting: Setting): Comparison {
  return textual(expected, setting, (actual, part) => actual.includes(part));
}

function matches(expected: string, { ignoreCase }: Setting): Comparison {
  const compiled = RE2JS.compile(expected, ignoreCase ? RE2JS.CASE_INSENSITIVE : 0);
  return (actual) =>
    typeof actual === 'string' && actual.length <= LONGEST_MATCHED ? compiled.test(actual) : undefined;
}

function hasAny(expected: readonly Scalar[], setting: Setting): Comparison {
  const isOne = membership(expected, setting);
  return (actual) => (Array.isArray(actual) ? actual.some((value) => isOne(value)) : undefined);
}

function hasAll(expected: readonly Scalar[], setting: Setting): Comparison {
  const comparisons = expected.map((one) => equality(one, setting));
  return (actual) =>
    Array.isArray(actual) ? comparisons.every((equals) => actual.some((value) => equals(value))) : undefined;
}

function near(expected: Position & { km: number }): Comparison {
  return (actual) => {
    const position = toPosition(actual);
    return position === undefined ? undefined : distanceKm(position, expected) <= expected.km;
  };
}

function wholeDays(form: string): number {
  return longestMs(durationOf(form)) / 86_400_000;
}
