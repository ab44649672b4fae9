import * as z from 'zod';
import { commonFields, dataSchema } from './common.ts';

/** A screen of an app was seen; it counts as the event `Screen Viewed`. */
export const screenSchema = z.object({
  ...commonFields,
  type: z.literal('screen'),
  name: z.string().nullish().catch(undefined),
  category: z.string().nullish().catch(undefined),
  properties: dataSchema('properties'),
});
export type ScreenEvent = z.infer<typeof screenSchema>;
