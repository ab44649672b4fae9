import { readFileSync } from 'node:fs';
import type { Feedback, FeedbackContent } from '../../../shared/messaging/sends/feedback.ts';
import type { Send, SendState } from '../../../shared/messaging/sends/ledger.ts';

const folder = new URL('../../fixtures/feedback/', import.meta.url);

/** What SES would publish, by the name of its file. */
export const notification = (name: string): string => readFileSync(new URL(`${name}.json`, folder), 'utf8');

/** The send that the notifications are about. */
export const sendIn = (state: SendState): Send => ({
  sendId: 's1',
  entryId: 'e1',
  journeyId: 'abandoned-cart',
  profileId: 'user_id:anna',
  step: 'mail',
  channel: 'email',
  template: 'cart-reminder',
  state,
  at: '2026-11-01T10:00:00.000Z',
  claimedAt: Date.parse('2026-11-01T10:00:00.000Z'),
});

/** Feedback on that send. */
export const feedbackOn = (content: FeedbackContent): Feedback => ({
  send: { entryId: 'e1', sendId: 's1' },
  address: 'Anna.Nowak@shop.example',
  providerId: 'p1',
  at: '2026-11-01T10:02:00.000Z',
  ...content,
});
