import * as z from 'zod';
import { parseName } from '../conditions/parts/comparison.ts';
import { isRecord, parseValue, refuse, requireKnownKeys, shown } from '../refusal.ts';
import type { TimedTest } from '../values/date-tests.ts';
import { UNITS } from '../values/number.ts';
import { constantly } from '../verdict.ts';

/** How much of something there must be: exactly one of the four. */
export type Bounds = {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly exactly?: number;
  readonly between?: readonly [number, number];
};
/** The bounds of a property. */
export type BoundsOf = Bounds & { readonly of: string };

/** From `low` to `high`, both included. */
export type Range = { readonly low: number; readonly high: number };

type Place = { readonly pointer: string; readonly name: string };

const A_COUNT = 'a whole number of at most a billion';
const AN_AMOUNT = 'a number of at most 100 billion with at most 4 decimals';

const count = z.int({ error: A_COUNT }).min(-1e9, A_COUNT).max(1e9, A_COUNT);
const amount = z
  .number({ error: AN_AMOUNT })
  .min(-1e11, AN_AMOUNT)
  .max(1e11, AN_AMOUNT)
  .refine(hasFourDecimals, {
    error: AN_AMOUNT,
  });
export const countBounds = boundsOf(count, A_COUNT);
export const amountBounds = boundsOf(amount, AN_AMOUNT);
export const boundNames: readonly string[] = Object.keys(amountBounds.shape);

export function parseBounds(value: unknown, place: Place, schema: z.ZodType<Bounds>): Bounds {
  if (!isRecord(value)) refuseShape(value, place);
  requireKnownKeys(value, { pointer: place.pointer, known: boundNames });
  const names = Object.keys(value);
  if (names.length !== 1) {
    const got = names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(' and ');
    refuse(`\`${place.name}\` needs exactly one bound, got ${got}`, {
      code: names.length === 0 ? 'missing_operator' : 'several_operators',
      pointer: place.pointer,
      allowed: boundNames,
    });
  }
  return parseValue(schema, value, { pointer: place.pointer, name: names[0] ?? place.name });
}

export function parseBoundsOf(value: unknown, place: Place, schema: z.ZodType<Bounds>): BoundsOf {
  if (!isRecord(value)) refuseShape(value, place);
  const { of, ...bounds } = value;
  requireKnownKeys(bounds, { pointer: place.pointer, known: [...boundNames, 'of'] });
  return {
    of: parseName(of, { pointer: place.pointer, name: 'of' }),
    ...parseBounds(bounds, place, schema),
  };
}

export function rangeOf(bounds: Bounds): Range {
  const [low, high] = bounds.between ?? [bounds.atLeast ?? bounds.exactly, bounds.atMost ?? bounds.exactly];
  return { low: low ?? -Infinity, high: high ?? Infinity };
}

/** The bounds of an amount in the whole units that amounts are kept in. */
export function unitRangeOf(bounds: Bounds): Range {
  const { low, high } = rangeOf(bounds);
  return { low: Math.round(low * UNITS), high: Math.round(high * UNITS) };
}

/** Whether a number, in the same units, lies in the range; no number never does. */
export function liesIn({ low, high }: Range): TimedTest {
  return (value) => constantly(typeof value === 'number' && value >= low && value <= high);
}

function refuseShape(value: unknown, { pointer, name }: Place): never {
  const allowed = `an object with one of ${boundNames.join(', ')}`;
  refuse(`\`${name}\` must be ${allowed}, got ${shown(value)}`, { code: 'invalid_value', pointer, allowed });
}

function boundsOf(number: z.ZodType<number>, allowed: string) {
  const pair = `a list of two, the lowest and the highest, each ${allowed}`;
  const between = z
    .tuple([number, number], { error: pair })
    .refine(([low, high]) => low <= high, { error: pair });
  return z.strictObject({
    atLeast: number.optional(),
    atMost: number.optional(),
    exactly: number.optional(),
    between: between.optional(),
  });
}

function hasFourDecimals(value: number): boolean {
  return Math.round(value * UNITS) / UNITS === value;
}
