import {
  naiveAdd,
  naiveAnniversary,
  naiveDate,
  naiveDays,
  naiveInstant,
  naiveMidnight,
  nextDay,
} from './naive-calendar.ts';

type Scalar = string | number | boolean;
type Ordinal = string | number;

export type NaiveTest = {
  ignoreCase?: boolean;
  equals?: Scalar;
  notEquals?: Scalar;
  in?: readonly Scalar[];
  notIn?: readonly Scalar[];
  exists?: boolean;
  greaterThan?: Ordinal;
  atLeast?: Ordinal;
  lessThan?: Ordinal;
  atMost?: Ordinal;
  between?: readonly [Ordinal, Ordinal];
  contains?: string;
  notContains?: string;
  startsWith?: string;
  endsWith?: string;
  matches?: string;
  hasAny?: readonly Scalar[];
  hasAll?: readonly Scalar[];
  before?: string;
  after?: string;
  withinLast?: string;
  withinNext?: string;
  anniversary?: { in: string };
  ageBetween?: readonly [number, number];
  near?: { latitude: number; longitude: number; km: number };
};

type Moment = { timezone: string; now: number };

export function naiveTest(test: NaiveTest, actual: unknown, moment: Moment): boolean {
  if (test.exists !== undefined) return (actual !== undefined) === test.exists;
  if (actual === undefined) return false;
  return (
    equalityHolds(test, actual, moment) &&
    orderHolds(test, actual, moment) &&
    textHolds(test, actual) &&
    listHolds(test, actual, moment) &&
    timeHolds(test, actual, moment) &&
    placeHolds(test, actual)
  );
}

// -1, 0 or 1; undefined when the two cannot be compared
function compare(actual: unknown, expected: Ordinal, { timezone }: Moment): number | undefined {
  const isDate = typeof expected === 'string' && expected.includes('-') && Number.isNaN(Number(expected));
  const number = (value: unknown) =>
    typeof value === 'string' && value.trim() !== ''
      ? Number(value)
      : typeof value === 'number'
        ? value
        : NaN;
  const read = (value: unknown) => (isDate ? (naiveInstant(value, timezone) ?? NaN) : number(value));
  const apart = read(actual) - read(expected);
  return Number.isNaN(apart) ? undefined : Math.sign(apart);
}

function isEqual(
  actual: unknown,
  expected: Scalar,
  options: { test: NaiveTest; moment: Moment },
): boolean | undefined {
  if (typeof expected === 'boolean') return typeof actual === 'boolean' ? actual === expected : undefined;
  const fold = (text: string) => (options.test.ignoreCase ? text.toLowerCase() : text);
  if (typeof actual === 'string' && typeof expected === 'string') {
    const isDates = expected.includes('-') && naiveInstant(expected, 'UTC') !== undefined;
    return fold(actual) === fold(expected) || (isDates && compare(actual, expected, options.moment) === 0);
  }
  if (typeof actual !== 'string' && typeof actual !== 'number') return undefined;
  const sign = compare(actual, expected, options.moment);
  return sign === undefined ? undefined : sign === 0;
}

function isOneOf(actual: unknown, list: readonly Scalar[], options: { test: NaiveTest; moment: Moment }) {
  const answers = list.map((expected) => isEqual(actual, expected, options));
  if (answers.includes(true)) return true;
  return answers.includes(false) ? false : undefined;
}

function equalityHolds(test: NaiveTest, actual: unknown, moment: Moment): boolean {
  const options = { test, moment };
  if (test.equals !== undefined) return isEqual(actual, test.equals, options) === true;
  if (test.notEquals !== undefined) return isEqual(actual, test.notEquals, options) === false;
  if (test.in !== undefined) return isOneOf(actual, test.in, options) === true;
  return test.notIn === undefined || isOneOf(actual, test.notIn, options) === false;
}

function orderHolds(test: NaiveTest, actual: unknown, moment: Moment): boolean {
  const is = (expected: Ordinal | undefined, signs: readonly number[]) => {
    const sign = expected === undefined ? signs[0] : compare(actual, expected, moment);
    return sign !== undefined && signs.includes(sign);
  };
  return (
    is(test.greaterThan, [1]) &&
    is(test.atLeast, [0, 1]) &&
    is(test.lessThan, [-1]) &&
    is(test.atMost, [-1, 0]) &&
    is(test.before, [-1]) &&
    is(test.after, [1]) &&
    is(test.between?.[0], [0, 1]) &&
    is(test.between?.[1], [-1, 0])
  );
}

function textHolds(test: NaiveTest, actual: unknown): boolean {
  const expected = test.contains ?? test.notContains ?? test.startsWith ?? test.endsWith ?? test.matches;
  if (expected === undefined) return true;
  if (typeof actual !== 'string') return false;
  if (test.matches !== undefined) return new RegExp(test.matches, test.ignoreCase ? 'iu' : 'u').test(actual);
  const [text, part] = test.ignoreCase ? [actual.toLowerCase(), expected.toLowerCase()] : [actual, expected];
  if (test.contains !== undefined) return text.split(part).length > 1;
  if (test.notContains !== undefined) return text.split(part).length === 1;
  return test.startsWith === undefined
    ? text.slice(-part.length) === part
    : text.slice(0, part.length) === part;
}

function listHolds(test: NaiveTest, actual: unknown, moment: Moment): boolean {
  const wanted = test.hasAny ?? test.hasAll;
  if (wanted === undefined) return true;
  if (!Array.isArray(actual)) return false;
  const found = wanted.filter((one) => actual.some((value) => isEqual(value, one, { test, moment })));
  return test.hasAny === undefined ? found.length === wanted.length : found.length > 0;
}

function timeHolds(test: NaiveTest, actual: unknown, { timezone, now }: Moment): boolean {
  const { withinLast, withinNext, anniversary, ageBetween } = test;
  if (!withinLast && !withinNext && !anniversary && !ageBetween) return true;
  const at = naiveInstant(actual, timezone);
  const date = naiveDate(actual, timezone);
  if (at === undefined || date === undefined) return false;
  if (withinLast) return at <= now && now < naiveAdd(at, withinLast, { timezone });
  if (withinNext) return naiveAdd(at, withinNext, { timezone, sign: -1 }) <= now && now < at;
  if (ageBetween) {
    const [start, end] = [ageBetween[0], ageBetween[1] + 1].map((age) =>
      naiveMidnight(naiveAnniversary(date, age, 0), timezone),
    );
    return start !== undefined && end !== undefined && start <= now && now < end;
  }
  return Array.from({ length: 151 }, (_, index) =>
    naiveAnniversary(date, index + 1, naiveDays(anniversary?.in ?? '')),
  ).some((day) => naiveMidnight(day, timezone) <= now && now < naiveMidnight(nextDay(day), timezone));
}

// by the angle between two unit vectors
function placeHolds({ near }: NaiveTest, actual: unknown): boolean {
  if (near === undefined) return true;
  const place = new Map(Object.entries(Object(actual)));
  const [latitude, longitude] = [Number(place.get('latitude')), Number(place.get('longitude'))];
  const vector = (lat: number, long: number) => {
    const [phi, lambda] = [(lat * Math.PI) / 180, (long * Math.PI) / 180];
    return [Math.cos(phi) * Math.cos(lambda), Math.cos(phi) * Math.sin(lambda), Math.sin(phi)];
  };
  const other = vector(near.latitude, near.longitude);
  const cosine = vector(latitude, longitude).reduce(
    (sum, part, index) => sum + part * (other[index] ?? 0),
    0,
  );
  return Math.acos(Math.min(1, cosine)) * 6371.0088 <= near.km;
}
