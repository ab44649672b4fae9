import { platformEvent } from '../../events/platform.ts';
import { appendPlatformEvents, type EventLog } from '../../shared/events/event-log.ts';
import type { FailedEvent, FailedEventStore } from '../../shared/events/failed-event.ts';
import { normalizeEmail } from '../../shared/identity/email.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { feedbackFact } from '../../shared/messaging/feedback-fact.ts';
import { decideSettlement, decideSuppression, type Feedback } from '../../shared/messaging/sends/feedback.ts';
import type { SendLedger } from '../../shared/messaging/sends/ledger.ts';
import { type SuppressionStore, suppressionKey } from '../../shared/messaging/suppression.ts';
import type { QueueMessage } from './queue-handler.ts';
import { parseSesNotification } from './ses-notification.ts';

export type FeedbackPorts = {
  readonly ledger: Pick<SendLedger, 'load' | 'settle'>;
  readonly suppressions: Pick<SuppressionStore, 'suppress'>;
  readonly log: EventLog;
  readonly failedEvents: FailedEventStore;
  readonly loadIdentityKey: () => Promise<IdentityKey>;
};

/**
 * Carries out what one notification of SES says. Every write may be repeated and overtaken. Throws what a store throws
 * when it has no answer: the message comes again. What no repeat can change is kept in FailedEvents.
 */
export async function recordFeedback(ports: FeedbackPorts, message: QueueMessage): Promise<void> {
  const feedback = parseSesNotification(message.body);
  if (!feedback) return keep(ports, unreadable(message));
  // first, and whoever sent it: the next message to this address may be on its way
  await suppress(ports, feedback);
  const send = feedback.send && (await ports.ledger.load(feedback.send));
  if (!send) return keep(ports, unknownSend(message, feedback));
  const settlement = decideSettlement(send, feedback);
  if (settlement) await ports.ledger.settle(send, settlement);
  const fact = feedbackFact(send, feedback);
  if (fact) await appendPlatformEvents(ports.log, [platformEvent(fact)]);
}

async function suppress({ suppressions, loadIdentityKey }: FeedbackPorts, feedback: Feedback): Promise<void> {
  const reason = decideSuppression(feedback);
  const address = normalizeEmail(feedback.address);
  if (reason === undefined || address === undefined) return;
  const key = suppressionKey(await loadIdentityKey(), 'email', address);
  await suppressions.suppress({ key, reason, at: feedback.at });
}

const keep = ({ failedEvents }: FeedbackPorts, failed: FailedEvent) =>
  failedEvents.saveFailedEvents([failed]);

const unreadable = ({ body, sentAt }: QueueMessage): FailedEvent => ({
  code: 'unreadable_feedback',
  reason: 'a message in the queue of feedback is no notification of SES about one message to one address',
  payload: body,
  receivedAt: sentAt.toISOString(),
});

const unknownSend = ({ body }: QueueMessage, { send, type, at }: Feedback): FailedEvent => ({
  code: 'unknown_send',
  reason: send
    ? `${type} of send ${send.sendId} in run ${send.entryId}, which the ledger does not know`
    : `${type} of a message without the tags sendId and entryId`,
  payload: body,
  receivedAt: at,
});
