import type { Suppression } from '../suppression.ts';
import type { Send, SendName, Settlement } from './ledger.ts';

/** What a provider says about an email it was given. */
export type Feedback = {
  /** undefined when the message carried no name of a send */
  readonly send: SendName | undefined;
  /** to which the message went, as we wrote it */
  readonly address: string;
  /** the provider's id of the message */
  readonly providerId: string;
  /** ISO 8601 UTC with milliseconds */
  readonly at: string;
} & FeedbackContent;

export type FeedbackContent =
  | { readonly type: 'send' | 'delay' | 'delivery' }
  | { readonly type: 'reject'; readonly reason: string }
  | { readonly type: 'bounce'; readonly isHard: boolean; readonly reason: string }
  /** `isSpam` is false when a person says that the mail was taken for spam by mistake */
  | { readonly type: 'complaint'; readonly isSpam: boolean; readonly reason: string }
  | { readonly type: 'open'; readonly userAgent: string }
  | { readonly type: 'click'; readonly link: string };

/** Why nothing may go to the address any more; undefined when it still may. */
export function decideSuppression(feedback: Feedback): Suppression['reason'] | undefined {
  if (feedback.type === 'bounce' && feedback.isHard) return 'bounce';
  return feedback.type === 'complaint' && feedback.isSpam ? 'complaint' : undefined;
}

/** What the ledger shall say of the send; undefined when it says enough. */
export function decideSettlement(send: Send, feedback: Feedback): Settlement | undefined {
  const { providerId } = feedback;
  switch (feedback.type) {
    case 'send':
    case 'delay':
      // what is delayed was taken too
      return { state: 'SENT', providerId };
    case 'delivery':
      return { state: 'DELIVERED', providerId };
    case 'reject':
      return { state: 'REJECTED', reason: feedback.reason };
    case 'bounce':
      // the answer of somebody on holiday is a soft bounce too
      return send.state === 'DELIVERED' && !feedback.isHard
        ? undefined
        : { state: 'BOUNCED', providerId, reason: feedback.reason };
    case 'complaint':
      return feedback.isSpam ? { state: 'COMPLAINED', providerId, reason: feedback.reason } : undefined;
    case 'open':
    case 'click':
      // machines open and click: nothing is decided by it
      return undefined;
  }
}
