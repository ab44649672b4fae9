import * as z from 'zod';
import { commonFields, dataSchema } from './common.ts';

/** Who someone is. A trait of `null` removes it. Traits may also come in `context.traits`. */
export const identifySchema = z.object({
  ...commonFields,
  type: z.literal('identify'),
  traits: dataSchema('traits'),
});
export type IdentifyEvent = z.infer<typeof identifySchema>;
