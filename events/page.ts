import * as z from 'zod';
import { commonFields, dataSchema } from './common.ts';

/** A web page was seen; it counts as the event `Page Viewed`. */
export const pageSchema = z.object({
  ...commonFields,
  type: z.literal('page'),
  name: z.string().nullish().catch(undefined),
  category: z.string().nullish().catch(undefined),
  properties: dataSchema('properties'),
});
export type PageEvent = z.infer<typeof pageSchema>;
