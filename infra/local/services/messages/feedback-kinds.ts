import { randomUUID } from 'node:crypto';
import * as z from 'zod';

export type Happened = { readonly recipients: readonly string[]; readonly timestamp: string };
type FeedbackKind = { read(given: unknown): (happened: Happened) => object };

const userAgent = z.string().default('Mozilla/5.0');
const ipAddress = '127.0.0.1';

/** What may come back about an email: what a caller may say of it, and what SES then writes. */
export const feedbackKinds = {
  Send: kind({}, () => ({})),
  Delivery: kind({}, (_given, { recipients, timestamp }) => ({
    timestamp,
    processingTimeMillis: 500,
    recipients,
    smtpResponse: '250 2.6.0 Message received',
    reportingMTA: 'mta.local',
  })),
  Bounce: kind(
    {
      bounceType: z.enum(['Permanent', 'Transient', 'Undetermined']).default('Permanent'),
      bounceSubType: z.string().default('General'),
    },
    ({ bounceType, bounceSubType }, { recipients, timestamp }) => ({
      feedbackId: randomUUID(),
      bounceType,
      bounceSubType,
      bouncedRecipients: recipients.map((emailAddress) => ({
        ...{ emailAddress, action: 'failed' },
        ...(bounceType === 'Permanent' ? unknownUser : fullMailbox),
      })),
      timestamp,
      reportingMTA: 'dsn; mta.local',
    }),
  ),
  Complaint: kind(
    {
      complaintFeedbackType: z
        .enum(['abuse', 'auth-failure', 'fraud', 'not-spam', 'other', 'virus'])
        .default('abuse'),
    },
    ({ complaintFeedbackType }, { recipients, timestamp }) => ({
      feedbackId: randomUUID(),
      complaintSubType: null,
      complainedRecipients: recipients.map((emailAddress) => ({ emailAddress })),
      timestamp,
      userAgent: 'Local Mailbox/1.0',
      complaintFeedbackType,
      arrivalDate: timestamp,
    }),
  ),
  Reject: kind({}, () => ({ reason: 'Bad content' })),
  Open: kind({ userAgent }, (given, { timestamp }) => ({ ...given, timestamp, ipAddress })),
  Click: kind({ userAgent, link: z.url() }, (given, { timestamp }) => ({
    ...given,
    ...{ timestamp, ipAddress, linkTags: null },
  })),
} as const;

export type FeedbackType = keyof typeof feedbackKinds;

const unknownUser = { status: '5.1.1', diagnosticCode: 'smtp; 550 5.1.1 user unknown' };
const fullMailbox = { status: '4.2.2', diagnosticCode: 'smtp; 452 4.2.2 mailbox full' };

function kind<Shape extends z.ZodRawShape>(
  shape: Shape,
  write: (given: z.output<z.ZodObject<Shape, z.core.$strict>>, happened: Happened) => object,
): FeedbackKind {
  const schema = z.strictObject(shape);
  return {
    read(given) {
      const details = schema.parse(given);
      return (happened) => write(details, happened);
    },
  };
}
