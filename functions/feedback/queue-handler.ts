import middy from '@middy/core';
import * as z from 'zod';
import { mapLimited } from '../lib/map-limited.ts';
import { logger } from '../lib/observability.ts';

const sqsEventSchema = z.object({
  Records: z.array(
    z.object({
      messageId: z.string(),
      body: z.string(),
      attributes: z.object({ SentTimestamp: z.coerce.number() }),
    }),
  ),
});

export type QueueMessage = {
  readonly body: string;
  /** when it came into the queue; the same however often it is received */
  readonly sentAt: Date;
};

const MESSAGES_AT_ONCE = 16;

/** The stack of a Lambda on a queue: each message by itself, and what fails comes again without the others. */
export function queueHandler(work: (message: QueueMessage) => Promise<void>) {
  return middy(async (event: unknown) => {
    const { Records } = sqsEventSchema.parse(event);
    const batchItemFailures: { itemIdentifier: string }[] = [];
    await mapLimited(Records, MESSAGES_AT_ONCE, async ({ messageId, body, attributes }) => {
      try {
        await work({ body, sentAt: new Date(attributes.SentTimestamp) });
      } catch (error) {
        // the queue tries it five times, then it waits where an alarm tells; the name only: a message may quote an address
        logger.warn('message comes again', { error: error instanceof Error ? error.name : typeof error });
        batchItemFailures.push({ itemIdentifier: messageId });
      }
    });
    return { batchItemFailures };
  });
}
