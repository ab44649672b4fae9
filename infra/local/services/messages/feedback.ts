import * as z from 'zod';
import { ControlError } from '../../runtime/front/control.ts';
import type { EventDestinations, Published } from './event-destinations.ts';
import { type FeedbackType, feedbackKinds } from './feedback-kinds.ts';
import type { Outbox, SentMessage } from './outbox.ts';

/** What a provider says of one accepted message; details that are left out get the usual values. */
export type Feedback = {
  readonly sendId: string;
  readonly type: FeedbackType;
  readonly [detail: string]: unknown;
};
export type FeedbackAnswer = { readonly messageId: string; readonly published: readonly Published[] };
export type FeedbackPorts = {
  readonly outbox: Outbox;
  readonly destinations: EventDestinations;
  readonly now: () => number;
};

const feedbackSchema = z.looseObject({
  sendId: z.string().min(1),
  type: z.literal(Object.keys(feedbackKinds) as FeedbackType[]), // its keys are the types
});

/** Publishes the notification that SES would write about an email it has accepted. */
export function giveFeedback(input: unknown, { outbox, destinations, now }: FeedbackPorts): FeedbackAnswer {
  const { sendId, type, ...given } = parse(() => feedbackSchema.parse(input));
  const describe = parse(() => feedbackKinds[type].read(given));
  const { messageId, configurationSet, email } = emailOf(sendId, outbox);
  const recipients = email.map(({ to }) => to);
  const details = describe({ recipients, timestamp: new Date(now()).toISOString() });
  const published = destinations.publish(email, { eventType: type, details });
  if (published.length > 0) return { messageId, published };
  throw new ControlError(
    400,
    `nobody hears of it: configuration set "${configurationSet}" has no enabled destination for ${type} events`,
  );
}

function parse<T>(read: () => T): T {
  try {
    return read();
  } catch (error) {
    if (!(error instanceof z.ZodError)) throw error;
    const problems = error.issues.map(({ path, message }) => [...path, message].join(': '));
    throw new ControlError(400, problems.join('; '));
  }
}

/** The email last accepted under the id, one message for each recipient. */
function emailOf(sendId: string, outbox: Outbox): SentMessage & { readonly email: readonly SentMessage[] } {
  const messages = outbox.messages({ sendId });
  const last = messages.at(-1);
  if (last === undefined) {
    throw new ControlError(404, `no provider has accepted a message with sendId "${sendId}"`);
  }
  if (last.channel !== 'email') {
    throw new ControlError(400, `"${sendId}" went out by ${last.channel}, only emails have feedback`);
  }
  return { ...last, email: messages.filter(({ messageId }) => messageId === last.messageId) };
}
