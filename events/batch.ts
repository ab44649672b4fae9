import * as z from 'zod';
import { timeSchema } from './common.ts';

/** Limits of one request; bytes count after decompression. */
export const BATCH_LIMITS = {
  batchBytes: 512_000,
  events: 2_500,
  /** beyond this nothing is read at all */
  bodyBytes: 10 * 1_024 * 1_024,
  /** nesting of a whole body; what is deeper cannot even be kept as a failed event */
  bodyDepth: 1_000,
} as const;

const dataSchema = z.record(z.string(), z.unknown()).nullish().catch(undefined);

/** What may stand around the events of a request; a single event carries the same fields itself. */
export const envelopeSchema = z.object({ context: dataSchema, sentAt: timeSchema });
export type Envelope = z.infer<typeof envelopeSchema>;

/** Many events in one request. Items are checked one by one, so that a bad one never harms its neighbours. */
export const batchSchema = envelopeSchema.extend({
  batch: z
    .array(z.unknown(), 'missing_batch: batch must be an array of events')
    .max(BATCH_LIMITS.events, `too_many_events: a batch may have at most ${BATCH_LIMITS.events} events`),
});
export type Batch = z.infer<typeof batchSchema>;
