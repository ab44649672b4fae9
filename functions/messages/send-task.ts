import * as z from 'zod';

/** What a compiled journey hands to send-message: ids and literals only. */
export const sendTaskSchema = z.object({
  task: z.literal('send'),
  journeyId: z.string(),
  version: z.number(),
  step: z.string(),
  iteration: z.number().default(0),
  /** whether the run is complete once this is done */
  endsRun: z.boolean(),
  profileId: z.string(),
  entryId: z.string(),
});
export type SendTask = z.infer<typeof sendTaskSchema>;
