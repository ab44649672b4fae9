import * as z from 'zod';
import { DURATION_FORM, DURATION_GRAMMAR, type Duration, longestMs, parseDuration } from '../../duration.ts';
import { calendarIn } from './calendar.ts';
import { distanceFrom } from './comparison.ts';
import { DATE_TEXT, isDateText } from './instant.ts';
import { LONGEST_NUMERIC, NUMERIC_TEXT } from './number.ts';

// what an operator may be compared with; each `error` completes the sentence "must be ..."

const MINUTE = 60_000;
const DAY = 1_440 * MINUTE;
const LONGEST_TEXT = 1_000;
const MOST_VALUES = 1_000;
const OLDEST = 150;
const HALF_EARTH_KM = 20_038;

const A_TEXT = `a text of 1 to ${LONGEST_TEXT} characters`;
const A_SCALAR = `a text of at most ${LONGEST_TEXT} characters, a number, or true or false`;
const AN_ORDINAL = 'a number, a numeric text or an ISO 8601 date';
const A_DATE = 'an ISO 8601 date';
const A_RANGE = 'a list of the lowest and the highest, both numbers or both ISO 8601 dates';
const A_LIST = `a list of 1 to ${MOST_VALUES} values`;
const A_DURATION = `${DURATION_FORM}, from 1m to 100y`;
const DAYS_BEFORE = 'whole days from 0d to 365d';
const AN_ANNIVERSARY = `an object with \`in\`: ${DAYS_BEFORE}`;
const AN_AGE_RANGE = `a list of the lowest and the highest age, whole years from 0 to ${OLDEST}`;
const AN_AREA = 'an object with `latitude`, `longitude` and `km`';

export const flag = z.boolean({ error: 'true or false' });
export const text = z.string({ error: A_TEXT }).min(1, A_TEXT).max(LONGEST_TEXT, A_TEXT);
export const scalar = z.union([z.string().max(LONGEST_TEXT, A_SCALAR), z.number(), z.boolean()], {
  error: A_SCALAR,
});

export const date = z
  .string({ error: A_DATE })
  .regex(DATE_TEXT, { error: A_DATE })
  .refine(isDateText, { error: A_DATE });

const numericText = z.string().trim().max(LONGEST_NUMERIC).regex(NUMERIC_TEXT);
export const ordinal = z.union([z.number(), numericText, date], { error: AN_ORDINAL });

export const range = z.tuple([ordinal, ordinal], { error: A_RANGE }).refine(isOrdered, { error: A_RANGE });

// the length is looked at first, so that an enormous list costs nothing
export const scalars = z
  .array(z.unknown(), { error: A_LIST })
  .max(MOST_VALUES, A_LIST)
  .pipe(z.array(scalar).min(1, A_LIST).max(MOST_VALUES, A_LIST));

export const datePair = z.tuple([date, date], { error: 'a list of two ISO 8601 dates' });

export const duration = z
  .string({ error: A_DURATION })
  .regex(DURATION_GRAMMAR, { error: A_DURATION })
  .refine(isTraitDuration, { error: A_DURATION });

export const daysBefore = z.strictObject(
  {
    in: z
      .string({ error: DAYS_BEFORE })
      .regex(DURATION_GRAMMAR, { error: DAYS_BEFORE })
      .refine(isDaysBefore, { error: DAYS_BEFORE }),
  },
  { error: AN_ANNIVERSARY },
);

const age = z.int({ error: AN_AGE_RANGE }).min(0, AN_AGE_RANGE).max(OLDEST, AN_AGE_RANGE);

export const ageRange = z
  .tuple([age, age], { error: AN_AGE_RANGE })
  .refine(([low, high]) => low <= high, { error: AN_AGE_RANGE });

export const area = z.strictObject(
  {
    latitude: between(-90, 90),
    longitude: between(-180, 180),
    km: between(0, HALF_EARTH_KM),
  },
  { error: AN_AREA },
);

/** The duration of a definition that was parsed. */
export function durationOf(form: string): Duration {
  const parsed = parseDuration(form);
  if (parsed === undefined) throw new Error(`a duration is ${DURATION_FORM}, got "${form}"`);
  return parsed;
}

function between(low: number, high: number): z.ZodType<number> {
  const allowed = `a number from ${low} to ${high}`;
  return z.number({ error: allowed }).min(low, allowed).max(high, allowed);
}

function isOrdered([low, high]: readonly [string | number, string | number]): boolean {
  const apart = distanceFrom(low, calendarIn('UTC'))(high);
  return apart !== undefined && apart >= 0;
}

function isTraitDuration(form: string): boolean {
  const parsed = parseDuration(form);
  return parsed !== undefined && longestMs(parsed) >= MINUTE && longestMs(parsed) <= 36_600 * DAY;
}

function isDaysBefore(form: string): boolean {
  const parsed = parseDuration(form);
  return parsed?.type === 'exact' && parsed.ms % DAY === 0 && parsed.ms <= 365 * DAY;
}
