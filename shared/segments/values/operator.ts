import type { z } from 'zod';
import { constantly, type Verdict } from '../verdict.ts';
import type { Comparison, Setting } from './comparison.ts';
import type { TimedTest } from './date-tests.ts';

type Character = {
  /** Compares texts, so `ignoreCase` may stand beside it. */
  readonly comparesText?: true;
  /** Says what a value is not, and so is easily read as including those who have no value. */
  readonly negative?: true;
};

/** A value ready to be tested: only whether it passes, which is cheaper, or until when too. */
export type ValueTest = {
  holds(actual: unknown, now: number): boolean;
  judge(actual: unknown, now: number): Verdict;
};

/** One row of the table: what may be compared with, and the test that makes of it. */
export type Operator<Expected> = Character & {
  readonly expected: z.ZodType<Expected>;
  /** The answer changes with time alone, so there must be a now. */
  readonly relative: boolean;
  bind(expected: unknown, setting: Setting): ValueTest;
};

export function fixed<Expected>(
  expected: z.ZodType<Expected>,
  compile: (expected: Expected, setting: Setting) => Comparison,
  character: Character = {},
): Operator<Expected> {
  const bind = (value: unknown, setting: Setting) => {
    const compare = compile(expected.parse(value), setting);
    return steady((actual) => actual !== undefined && compare(actual) === true);
  };
  return { expected, relative: false, bind, ...character };
}

/** A test whose answer never changes with time alone. */
export function steady(holds: (actual: unknown) => boolean): ValueTest {
  return { holds, judge: (actual) => constantly(holds(actual)) };
}

export function relative<Expected>(
  expected: z.ZodType<Expected>,
  compile: (expected: Expected, setting: Setting) => TimedTest,
): Operator<Expected> {
  const bind = (value: unknown, setting: Setting): ValueTest => {
    const judge = compile(expected.parse(value), setting);
    return { holds: (actual, now) => judge(actual, now).holds, judge };
  };
  return { expected, relative: true, bind };
}
