import type * as z from 'zod';
import { isOperatorName, type OperatorName, operatorNames, operators } from '../../operators.ts';
import { child, parseValue, refuse, refuseUnknown, shown } from '../../refusal.ts';
import { scoreTests } from '../../rfm/score-tests.ts';
import { isParameter } from '../../standing/parameters.ts';
import type { Calendar } from '../../values/calendar.ts';
import { flag } from '../../values/expected.ts';
import { steady, type ValueTest } from '../../values/operator.ts';

/** Exactly one operator with what it compares with, as the definition says it. */
export type Comparison = { readonly [Name in OperatorName]?: unknown } & { readonly ignoreCase?: boolean };

/** What is compared: something of the profile or of one of its groups now, or a property of an event when it happened. */
export type Subject = 'trait' | 'computed' | 'group' | 'rfm' | 'property';

export const LONGEST_PATH = 200;
export const steadyNames = Object.entries(operators).flatMap(([name, operator]) =>
  operator.relative ? [] : [name],
);

type Tests = { readonly [Name in OperatorName]?: z.ZodType };
const tests: Tests = mapTests(operatorNames);

// what not every operator can test, and why
const narrower: { readonly [Name in Subject]?: { readonly tests: Tests; readonly why: string } } = {
  property: {
    tests: mapTests(steadyNames),
    why: 'compares with the present and cannot test a property, which never changes',
  },
  rfm: { tests: scoreTests, why: 'cannot test a score, which is a whole number from 1 to 5' },
};

function mapTests(names: readonly string[]): Tests {
  return Object.fromEntries(names.filter(isOperatorName).map((name) => [name, operators[name].expected]));
}

export function parseComparison(
  value: Readonly<Record<string, unknown>>,
  place: { subject: Subject; pointer: string },
): Comparison {
  const { name, test } = requireOneOperator(value, place);
  const pointer = child(place.pointer, name);
  const given = value[name];
  const expected = isParameter(given) ? given : parseValue(test, given, { pointer, name });
  if (value.ignoreCase === undefined) return { [name]: expected };
  return { [name]: expected, ignoreCase: parseIgnoreCase(value.ignoreCase, name, place.pointer) };
}

/** The path of a trait or property, or the name of an event. */
export function parseName(value: unknown, place: { pointer: string; name: string }): string {
  if (typeof value === 'string' && value.length > 0 && value.length <= LONGEST_PATH) return value;
  const allowed = `a text of 1 to ${LONGEST_PATH} characters`;
  const got = typeof value === 'string' ? `${value.length} characters` : shown(value);
  refuse(`\`${place.name}\` must be ${allowed}, got ${got}`, {
    code: 'invalid_value',
    pointer: child(place.pointer, place.name),
    allowed,
  });
}

export function compileComparison(comparison: Comparison, calendar: Calendar): ValueTest {
  const name = operatorOf(comparison);
  const expected = comparison[name];
  // what is still open is nobody's
  if (isParameter(expected)) return steady(() => false);
  return operators[name].bind(expected, { calendar, ignoreCase: comparison.ignoreCase ?? false });
}

/** Warns of the operators that are easily read as including those who have no value. */
export function reviewComparison(
  comparison: Comparison,
  place: { path: string; pointer: string },
): readonly string[] {
  const name = operatorOf(comparison);
  if (!operators[name].negative) return [];
  return [
    `${child(place.pointer, name)}: \`${name}\` needs \`${place.path}\` to exist; to include the rest, use \`any\` with \`"exists": false\``,
  ];
}

function operatorOf(comparison: Comparison): OperatorName {
  const name = Object.keys(comparison).find(isOperatorName);
  if (name === undefined)
    throw new Error(`a parsed comparison has one operator, got ${Object.keys(comparison)}`);
  return name;
}

function requireOneOperator(
  value: Readonly<Record<string, unknown>>,
  { subject, pointer }: { subject: Subject; pointer: string },
): { name: OperatorName; test: z.ZodType } {
  const names = Object.keys(value).filter((key) => key !== subject && key !== 'ignoreCase');
  const { tests: known, why } = narrower[subject] ?? { tests, why: '' };
  const allowed = Object.keys(known);
  for (const name of names) {
    if (!isOperatorName(name)) refuseUnknown('operator', name, { pointer, known: allowed });
  }
  const [name, second] = names.filter(isOperatorName);
  if (name === undefined) {
    refuse(`a ${subject} condition needs one operator, got none`, {
      code: 'missing_operator',
      pointer,
      allowed,
    });
  }
  if (second !== undefined) {
    refuse(`a ${subject} condition has exactly one operator, got \`${name}\` and \`${second}\``, {
      code: 'several_operators',
      pointer: child(pointer, second),
      allowed,
    });
  }
  const test = known[name];
  if (test === undefined)
    refuse(`\`${name}\` ${why}`, { code: 'invalid_operator', pointer: child(pointer, name), allowed });
  return { name, test };
}

function parseIgnoreCase(value: unknown, name: OperatorName, pointer: string): boolean {
  const ignoreCase = parseValue(flag, value, { pointer: child(pointer, 'ignoreCase'), name: 'ignoreCase' });
  if (operators[name].comparesText) return ignoreCase;
  const allowed = Object.entries(operators).flatMap(([other, { comparesText }]) =>
    comparesText ? [other] : [],
  );
  refuse(`\`ignoreCase\` is for operators that compare texts, got it beside \`${name}\``, {
    code: 'invalid_key',
    pointer: child(pointer, 'ignoreCase'),
    allowed,
  });
}
