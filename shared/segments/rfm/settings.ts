import * as z from 'zod';
import { parseWithin } from '../values/within.ts';

const name = z.string().min(1).max(200);

/** Which events are purchases, what they are worth, and how far back they count; for ever without `within`. */
export const rfmSettingsSchema = z.strictObject({
  id: z.literal('rfm').default('rfm'),
  event: name.default('Order Completed'),
  of: name.default('total'),
  within: z
    .unknown()
    .transform((within) => parseWithin(within, '/within'))
    .optional(),
  /** fifths of fewer buyers say nothing: then nobody has scores */
  minimumBuyers: z.number().int().min(5).max(1_000_000).default(100),
});
export type RfmSettings = z.infer<typeof rfmSettingsSchema>;
