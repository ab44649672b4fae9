import * as z from 'zod';
import { flag } from '../values/expected.ts';

const A_RANGE = 'a list of the lowest and the highest score, whole numbers from 1 to 5';
const A_LIST = 'a list of 1 to 5 whole numbers from 1 to 5';

const score = wholeFrom(1, 5);
const scores = z.array(score, { error: A_LIST }).min(1, A_LIST).max(5, A_LIST);

/** What scores may be compared with, by operator. */
export const scoreTests = {
  equals: score,
  notEquals: score,
  in: scores,
  notIn: scores,
  exists: flag,
  // no score is beyond 5, or below 1
  greaterThan: wholeFrom(1, 4),
  atLeast: score,
  lessThan: wholeFrom(2, 5),
  atMost: score,
  between: z
    .tuple([score, score], { error: A_RANGE })
    .refine(([low, high]) => low <= high, { error: A_RANGE }),
};

function wholeFrom(low: number, high: number): z.ZodType<number> {
  const allowed = `a whole number from ${low} to ${high}`;
  return z.int({ error: allowed }).min(low, allowed).max(high, allowed);
}
