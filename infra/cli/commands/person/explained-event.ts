import * as z from 'zod';

/** An event as explanations name it. */
export const explainedEventSchema = z.object({
  messageId: z.string(),
  type: z.string(),
  event: z.string().optional(),
  source: z.string(),
  timestamp: z.string(),
  receivedAt: z.string(),
});
export type ExplainedEvent = z.infer<typeof explainedEventSchema>;

export const eventColumns = ['what', 'source', 'received', 'message'].map((title) => ({ title }));

/** The cells under these columns. */
export function eventCells(event: ExplainedEvent | undefined): string[] {
  if (event === undefined) return ['not in the timeline any more'];
  return [event.event ?? event.type, event.source, event.receivedAt, event.messageId];
}

/** Only some of many are shown, or only some of the timeline was read. */
export function shortfall(shown: number, total: number, readBackTo: string | undefined): string[] {
  return [
    ...(total > shown ? [`... the newest ${shown} of ${total}`] : []),
    ...(readBackTo === undefined ? [] : [`Read back to what was received ${readBackTo}; there is more.`]),
  ];
}
