import * as z from 'zod';
import { commonFields, dataSchema, EVENT_LIMITS } from './common.ts';

const eventNameSchema = z
  .string('missing_event: event must be a string that names what happened')
  .refine((name) => name.trim() !== '', 'missing_event: event must be a string that names what happened')
  .refine(
    (name) => Buffer.byteLength(name) <= EVENT_LIMITS.eventNameBytes,
    `event_too_long: event has more than ${EVENT_LIMITS.eventNameBytes} bytes`,
  );

/** Someone did something. */
export const trackSchema = z.object({
  ...commonFields,
  type: z.literal('track'),
  event: eventNameSchema,
  properties: dataSchema('properties'),
});
export type TrackEvent = z.infer<typeof trackSchema>;
