import { RE2JS, RE2JSException } from 're2js';
import * as z from 'zod';

const LONGEST_PATTERN = 200;
// time to match is the program's size times the text's length; \p{L}{1000} fifteen times over took 17 s on 32 KB
const LARGEST_PROGRAM = 500;

const error = `a regular expression (RE2) of 1 to ${LONGEST_PATTERN} characters that compiles to at most ${LARGEST_PROGRAM} instructions`;

/** A regular expression whose time is bounded whatever text it meets. */
export const linearPatternSchema = z
  .string({ error })
  .min(1, error)
  .max(LONGEST_PATTERN, { error, abort: true })
  .refine(isLinear, { error });

function isLinear(source: string): boolean {
  try {
    return RE2JS.compile(source).programSize() <= LARGEST_PROGRAM;
  } catch (error) {
    // the engine refuses what it cannot run in linear time; anything else is a fault
    if (error instanceof RE2JSException) return false;
    throw error;
  }
}
