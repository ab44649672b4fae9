import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  decideSettlement,
  decideSuppression,
  type Feedback,
  type FeedbackContent,
} from '../../../../shared/messaging/sends/feedback.ts';
import { type SendState, sendStateSchema, settledFrom } from '../../../../shared/messaging/sends/ledger.ts';
import { feedbackOn, sendIn } from '../../../support/messaging/feedback-cases.ts';

const kinds = {
  send: { type: 'send' },
  delay: { type: 'delay' },
  delivery: { type: 'delivery' },
  reject: { type: 'reject', reason: 'Bad content' },
  softBounce: { type: 'bounce', isHard: false, reason: 'Transient/General' },
  hardBounce: { type: 'bounce', isHard: true, reason: 'Permanent/General' },
  complaint: { type: 'complaint', isSpam: true, reason: 'abuse' },
  notSpam: { type: 'complaint', isSpam: false, reason: 'not-spam' },
  open: { type: 'open', userAgent: 'Thunderbird' },
  click: { type: 'click', link: 'https://shop.example' },
} satisfies Record<string, FeedbackContent>;

/** The state a send is in after the ledger was told. */
function stateAfter(state: SendState, feedback: Feedback): SendState {
  const settlement = decideSettlement(sendIn(state), feedback);
  return settlement && settledFrom(settlement).includes(state) ? settlement.state : state;
}

const to = (state: SendState, ...from: SendState[]) => Object.fromEntries(from.map((one) => [one, state]));

// which states each kind changes, and into what; the others stay
const changes: Record<keyof typeof kinds, Partial<Record<SendState, SendState>>> = {
  send: to('SENT', 'CLAIMED', 'UNKNOWN'),
  delay: to('SENT', 'CLAIMED', 'UNKNOWN'),
  delivery: to('DELIVERED', 'CLAIMED', 'UNKNOWN', 'SENT'),
  reject: to('REJECTED', 'CLAIMED', 'UNKNOWN', 'SENT'),
  // the answer of somebody on holiday to what was delivered is no verdict on it
  softBounce: to('BOUNCED', 'CLAIMED', 'UNKNOWN', 'SENT'),
  hardBounce: to('BOUNCED', 'CLAIMED', 'UNKNOWN', 'SENT', 'DELIVERED'),
  complaint: to('COMPLAINED', 'CLAIMED', 'UNKNOWN', 'SENT', 'DELIVERED'),
  notSpam: {},
  open: {},
  click: {},
};

describe('feedback', () => {
  const rows = Object.entries(changes).flatMap(([kind, changed]) =>
    sendStateSchema.options.map((state) => ({
      kind: kind as keyof typeof kinds, // the table has the kinds as its keys
      state,
      after: changed[state] ?? state,
    })),
  );

  it.each(rows)('$kind on a send that is $state leaves it $after', ({ kind, state, after }) => {
    expect(stateAfter(state, feedbackOn(kinds[kind]))).toBe(after);
  });

  it('may come twice and in any order: what is delivered, bounced or complained of stays so', () => {
    const notifications = fc.array(fc.constantFrom(...Object.values(kinds)), { maxLength: 8 });
    const rank: Record<string, number> = { CLAIMED: 0, UNKNOWN: 0, SENT: 1, REJECTED: 2, DELIVERED: 2 };
    fc.assert(
      fc.property(notifications, (contents) => {
        let state: SendState = 'CLAIMED';
        for (const content of contents) {
          const next = stateAfter(state, feedbackOn(content));
          if (next !== state) expect(rank[next] ?? 3).toBeGreaterThan(rank[state] ?? 3);
          expect(stateAfter(next, feedbackOn(content))).toBe(next);
          state = next;
        }
      }),
    );
  });
});

describe('an address', () => {
  it.each([
    ['hardBounce', 'bounce'],
    ['complaint', 'complaint'],
    ['softBounce', undefined],
    ['notSpam', undefined],
    ['send', undefined],
    ['delay', undefined],
    ['delivery', undefined],
    ['reject', undefined],
    ['open', undefined],
    ['click', undefined],
  ] as const)('of which we learn %s is suppressed for: %s', (kind, reason) => {
    expect(decideSuppression(feedbackOn(kinds[kind]))).toBe(reason);
  });
});
