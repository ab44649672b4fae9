import type { Calendar } from './calendar.ts';
import { isDateText, toInstant } from './instant.ts';
import { toNumber } from './number.ts';

export type Scalar = string | number | boolean;

/** How an operator compares: dates without an offset are of the calendar's zone. */
export type Setting = { readonly calendar: Calendar; readonly ignoreCase: boolean };

/** True, false, or undefined when the two types cannot be compared. */
export type Comparison = (actual: unknown) => boolean | undefined;

export function equality(expected: Scalar, setting: Setting): Comparison {
  if (typeof expected === 'string') return textEquality(expected, setting);
  if (typeof expected === 'number') return numberEquality(expected);
  return (actual) => (typeof actual === 'boolean' ? actual === expected : undefined);
}

/** Equal to one of them; what can be compared with none of them is undefined. */
export function membership(expected: readonly Scalar[], setting: Setting): Comparison {
  const comparisons = expected.map((one) => equality(one, setting));
  const compareEach: Comparison = (actual) => {
    let answer: boolean | undefined;
    for (const compare of comparisons) {
      const equal = compare(actual);
      if (equal) return true;
      answer ??= equal;
    }
    return answer;
  };
  if (!expected.every((one) => typeof one === 'string' && isPlain(one, setting))) return compareEach;
  const texts = new Set<unknown>(expected);
  return (actual) => (typeof actual === 'string' ? texts.has(actual) : compareEach(actual));
}

export function opposite(compare: Comparison): Comparison {
  return (actual) => {
    const answer = compare(actual);
    return answer === undefined ? undefined : !answer;
  };
}

/** Below 0 when the actual value is smaller, above 0 when it is larger. */
export function distanceFrom(
  expected: string | number,
  calendar: Calendar,
): (actual: unknown) => number | undefined {
  const instant = isDateText(expected) ? toInstant(expected, calendar) : undefined;
  const reference = instant ?? toNumber(expected);
  const read = instant === undefined ? toNumber : (actual: unknown) => toInstant(actual, calendar);
  return (actual) => {
    const value = read(actual);
    return value === undefined || reference === undefined ? undefined : value - reference;
  };
}

/** Compares the actual text, with capitals told apart or not. */
export function textual(
  expected: string,
  setting: Setting,
  test: (actual: string, expected: string) => boolean,
): Comparison {
  const fold = folding(setting);
  const folded = fold(expected);
  return (actual) => (typeof actual === 'string' ? test(fold(actual), folded) : undefined);
}

function folding({ ignoreCase }: Setting): (text: string) => string {
  return ignoreCase ? (text) => text.toLowerCase() : (text) => text;
}

function numberEquality(expected: number): Comparison {
  return (actual) => {
    const value = toNumber(actual);
    return value === undefined ? undefined : value === expected;
  };
}

// two texts are equal as texts, or as two ways to write one instant
function textEquality(expected: string, setting: Setting): Comparison {
  const sameText = textual(expected, setting, (a, b) => a === b);
  const distance = distanceFrom(expected, setting.calendar);
  const isDate = isDateText(expected);
  const compare: Comparison = (actual) => {
    if (typeof actual === 'string' && !isDate) return sameText(actual);
    if (sameText(actual)) return true;
    const apart = typeof actual === 'boolean' ? undefined : distance(actual);
    return apart === undefined ? sameText(actual) : apart === 0;
  };
  if (!isPlain(expected, setting)) return compare;
  return (actual) => (typeof actual === 'string' ? actual === expected : compare(actual));
}

/** Whether texts are equal to it only when they are the very same. */
function isPlain(expected: string, { ignoreCase }: Setting): boolean {
  return !ignoreCase && !isDateText(expected);
}
