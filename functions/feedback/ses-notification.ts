import * as z from 'zod';
import type { Feedback } from '../../shared/messaging/sends/feedback.ts';

const instantSchema = z.iso.datetime().transform((text) => new Date(text).toISOString());
const tagSchema = z.tuple([z.string()]);

// sends have one recipient each, and it stands here as we wrote it; a bounce may name the mailbox it was forwarded to
const mailSchema = z.object({
  timestamp: instantSchema,
  messageId: z.string(),
  destination: z.tuple([z.string()]),
  tags: z.object({ sendId: tagSchema, entryId: tagSchema }).partial().default({}),
});
type Mail = z.infer<typeof mailSchema>;

function about({ timestamp, messageId, destination, tags }: Mail, at = timestamp) {
  const { sendId, entryId } = tags;
  const send = sendId && entryId ? { sendId: sendId[0], entryId: entryId[0] } : undefined;
  return { send, address: destination[0], providerId: messageId, at };
}

const dated = z.object({ timestamp: instantSchema });

const sesNotificationSchema: z.ZodType<Feedback> = z.discriminatedUnion('eventType', [
  z
    .object({ eventType: z.literal('Send'), mail: mailSchema })
    .transform(({ mail }) => ({ ...about(mail), type: 'send' as const })),
  z
    .object({ eventType: z.literal('DeliveryDelay'), mail: mailSchema, deliveryDelay: dated })
    .transform((it) => ({ ...about(it.mail, it.deliveryDelay.timestamp), type: 'delay' as const })),
  z
    .object({ eventType: z.literal('Delivery'), mail: mailSchema, delivery: dated })
    .transform((it) => ({ ...about(it.mail, it.delivery.timestamp), type: 'delivery' as const })),
  z
    .object({ eventType: z.literal('Reject'), mail: mailSchema, reject: z.object({ reason: z.string() }) })
    .transform(({ mail, reject }) => ({ ...about(mail), type: 'reject' as const, reason: reject.reason })),
  z
    .object({
      eventType: z.literal('Rendering Failure'),
      mail: mailSchema,
      failure: z.object({ errorMessage: z.string() }),
    })
    .transform(({ mail }) => ({ ...about(mail), type: 'reject' as const, reason: 'Rendering Failure' })),
  z
    .object({
      eventType: z.literal('Bounce'),
      mail: mailSchema,
      bounce: dated.extend({ bounceType: z.string(), bounceSubType: z.string() }),
    })
    .transform(({ mail, bounce }) => ({
      ...about(mail, bounce.timestamp),
      type: 'bounce' as const,
      isHard: bounce.bounceType === 'Permanent',
      reason: `${bounce.bounceType}/${bounce.bounceSubType}`,
    })),
  z
    .object({
      eventType: z.literal('Complaint'),
      mail: mailSchema,
      // only some mailbox providers say which kind it is
      complaint: dated.extend({ complaintFeedbackType: z.string().nullish() }),
    })
    .transform(({ mail, complaint }) => ({
      ...about(mail, complaint.timestamp),
      type: 'complaint' as const,
      isSpam: complaint.complaintFeedbackType !== 'not-spam',
      reason: complaint.complaintFeedbackType ?? 'not told',
    })),
  z
    .object({ eventType: z.literal('Open'), mail: mailSchema, open: dated.extend({ userAgent: z.string() }) })
    .transform(({ mail, open }) => ({
      ...about(mail, open.timestamp),
      type: 'open' as const,
      userAgent: open.userAgent,
    })),
  z
    .object({ eventType: z.literal('Click'), mail: mailSchema, click: dated.extend({ link: z.string() }) })
    .transform(({ mail, click }) => ({
      ...about(mail, click.timestamp),
      type: 'click' as const,
      link: click.link,
    })),
]);

/** Reads what SES publishes about a message: event publishing, not the notifications of an identity, which carry no tags. */
export function parseSesNotification(body: string): Feedback | undefined {
  return sesNotificationSchema.safeParse(jsonOf(body)).data;
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    // SES greets a new topic with a sentence: it is kept with what else cannot be read
    return undefined;
  }
}
