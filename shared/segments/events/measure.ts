import * as z from 'zod';
import { parseName } from '../conditions/parts/comparison.ts';
import { isRecord, parseValue, refuse, requireKnownKeys, shown } from '../refusal.ts';
import { UNITS } from '../values/number.ts';

/** How much of something there must be: exactly one of the four. */
export type Bounds = {
  readonly atLeast?: number;
  readonly atMost?: number;
  readonly exactly?: number;
  readonly between?: readonly [number, number];
};
export type Sum = Bounds & { readonly of: string };

/** From `low` to `high`, both included. */
export type Range = { readonly low: number; readonly high: number };

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
const countBounds = boundsOf(count, A_COUNT);
const amountBounds = boundsOf(amount, AN_AMOUNT);
const BOUND_NAMES = Object.keys(countBounds.shape);

export function parseCount(value: unknown, pointer: string): Bounds {
  return parseBounds(value, { pointer, name: 'count', schema: countBounds });
}

export function parseSum(value: unknown, pointer: string): Sum {
  if (!isRecord(value)) refuseShape('sum', value, pointer);
  const { of, ...bounds } = value;
  requireKnownKeys(bounds, { pointer, known: [...BOUND_NAMES, 'of'] });
  return {
    of: parseName(of, { pointer, name: 'of' }),
    ...parseBounds(bounds, { pointer, name: 'sum', schema: amountBounds }),
  };
}

export function countRange(bounds: Bounds): Range {
  const [low, high] = bounds.between ?? [bounds.atLeast ?? bounds.exactly, bounds.atMost ?? bounds.exactly];
  return { low: low ?? -Infinity, high: high ?? Infinity };
}

/** The bounds of a sum in the whole units that sums are kept in. */
export function sumRange(bounds: Bounds): Range {
  const { low, high } = countRange(bounds);
  return { low: Math.round(low * UNITS), high: Math.round(high * UNITS) };
}

function parseBounds(
  value: unknown,
  place: { pointer: string; name: string; schema: z.ZodType<Bounds> },
): Bounds {
  if (!isRecord(value)) refuseShape(place.name, value, place.pointer);
  requireKnownKeys(value, { pointer: place.pointer, known: BOUND_NAMES });
  const names = Object.keys(value);
  if (names.length !== 1) {
    const got = names.length === 0 ? 'none' : names.map((name) => `\`${name}\``).join(' and ');
    refuse(`\`${place.name}\` needs exactly one bound, got ${got}`, {
      code: names.length === 0 ? 'missing_operator' : 'several_operators',
      pointer: place.pointer,
      allowed: BOUND_NAMES,
    });
  }
  return parseValue(place.schema, value, { pointer: place.pointer, name: names[0] ?? place.name });
}

function refuseShape(name: string, value: unknown, pointer: string): never {
  const allowed = `an object with one of ${BOUND_NAMES.join(', ')}`;
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
