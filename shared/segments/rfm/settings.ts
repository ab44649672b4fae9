import * as z from 'zod';
import { parseDuration } from '../../duration.ts';
import { UNITS } from '../values/number.ts';
import { parseWithin } from '../values/within.ts';
import type { Bounds, Quintiles } from './scores.ts';

const AGES = 'use four durations in m, h, d or w, the longest first, such as 120d';
const AMOUNTS = 'use four numbers, the smallest first';

const name = z.string().min(1).max(200);
const ages = z
  .tuple([z.string(), z.string(), z.string(), z.string()], { error: AGES })
  .refine((four) => isAscending(four.map(ageOf).toReversed()), AGES);
const amounts = z
  .tuple([z.number(), z.number(), z.number(), z.number()], { error: AMOUNTS })
  .refine(isAscending, AMOUNTS);

/**
 * Which events are purchases, what they are worth, and how far back they count; for ever without `within`. `bounds` are what
 * scores are given by while buyers are too few for fifths of them to say anything; without, nobody has scores until then.
 */
export const rfmSettingsSchema = z.strictObject({
  id: z.literal('rfm').default('rfm'),
  event: name.default('Order Completed'),
  of: name.default('total'),
  within: z
    .unknown()
    .transform((within) => parseWithin(within, '/within'))
    .optional(),
  minimumBuyers: z.number().int().min(5).max(1_000_000_000).default(100),
  bounds: z.strictObject({ recency: ages, frequency: amounts, money: amounts }).optional(),
});
export type RfmSettings = z.infer<typeof rfmSettingsSchema>;

/** The bounds that the settings give, as they are compared. */
export function givenQuintiles({ bounds }: RfmSettings): Quintiles | undefined {
  if (bounds === undefined) return undefined;
  return {
    recency: mapFour(bounds.recency, ageOf),
    frequency: bounds.frequency,
    money: mapFour(bounds.money, (amount) => Math.round(amount * UNITS)),
  };
}

function mapFour<Value>(
  [two, three, four, five]: readonly [Value, Value, Value, Value],
  map: (value: Value) => number,
): Bounds {
  return [map(two), map(three), map(four), map(five)];
}

function ageOf(text: string): number {
  const duration = parseDuration(text);
  return duration?.type === 'exact' ? duration.ms : Number.NaN;
}

function isAscending(values: readonly number[]): boolean {
  return values.every((value, index) => value >= (values[index - 1] ?? value));
}
