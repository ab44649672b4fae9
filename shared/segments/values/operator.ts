import type { z } from 'zod';
import { ALWAYS, NEVER } from '../verdict.ts';
import type { Comparison, Setting } from './comparison.ts';
import type { TimedTest } from './date-tests.ts';

type Character = {
  /** Compares texts, so `ignoreCase` may stand beside it. */
  readonly comparesText?: true;
  /** Says what a value is not, and so is easily read as including those who have no value. */
  readonly negative?: true;
};

/** One row of the table: what may be compared with, and the test that makes of it. */
export type Operator<Expected> = Character & {
  readonly expected: z.ZodType<Expected>;
  /** The answer changes with time alone, so there must be a now. */
  readonly relative: boolean;
  bind(expected: unknown, setting: Setting): TimedTest;
};

export function fixed<Expected>(
  expected: z.ZodType<Expected>,
  compile: (expected: Expected, setting: Setting) => Comparison,
  character: Character = {},
): Operator<Expected> {
  const bind = (value: unknown, setting: Setting): TimedTest => {
    const compare = compile(expected.parse(value), setting);
    return (actual) => (actual !== undefined && compare(actual) ? ALWAYS : NEVER);
  };
  return { expected, relative: false, bind, ...character };
}

export function relative<Expected>(
  expected: z.ZodType<Expected>,
  compile: (expected: Expected, setting: Setting) => TimedTest,
): Operator<Expected> {
  return { expected, relative: true, bind: (value, setting) => compile(expected.parse(value), setting) };
}
