import * as z from 'zod';
import file from './prices.json' with { type: 'json' };

const priceSchema = z.strictObject({
  dollars: z.number().nonnegative(),
  /** how many units cost that */
  per: z.number().positive(),
  asOf: z.string().regex(/^\d{4}-\d{2}$/),
  source: z.string().min(1),
  note: z.string().optional(),
});

const pricesSchema = z.strictObject({
  region: z.string(),
  services: z.record(z.string(), z.record(z.string(), priceSchema)),
});

/** What a unit of each service costs, without free tiers. */
export type Prices = z.infer<typeof pricesSchema>;

export const prices: Prices = pricesSchema.parse(file);
