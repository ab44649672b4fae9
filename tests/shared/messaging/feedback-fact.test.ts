import { describe, expect, it } from 'vitest';
import { platformEvent, platformEventSchemas } from '../../../events/platform.ts';
import { streamEventSchema } from '../../../events/stream-event.ts';
import { feedbackFact } from '../../../shared/messaging/feedback-fact.ts';
import type { FeedbackContent } from '../../../shared/messaging/sends/feedback.ts';
import { feedbackOn, sendIn } from '../../support/messaging/feedback-cases.ts';

const factOf = (content: FeedbackContent) => feedbackFact(sendIn('SENT'), feedbackOn(content));
const email = { email_id: 's1', campaign_id: 'abandoned-cart', step: 'mail', template: 'cart-reminder' };
const link = 'https://shop.example/cart';
const at = Date.parse('2026-11-01T10:02:00.000Z');

describe('what the timeline says of feedback', () => {
  it.each<[string, FeedbackContent, object, string]>([
    ['Email Delivered', { type: 'delivery' }, {}, 'email-delivered-s1'],
    [
      'Email Bounced',
      { type: 'bounce', isHard: true, reason: 'Permanent/General' },
      { bounceType: 'hard', reason: 'Permanent/General' },
      'email-bounced-hard-s1',
    ],
    [
      'Email Bounced',
      { type: 'bounce', isHard: false, reason: 'Transient/MailboxFull' },
      { bounceType: 'soft', reason: 'Transient/MailboxFull' },
      'email-bounced-soft-s1',
    ],
    [
      'Email Marked as Spam',
      { type: 'complaint', isSpam: true, reason: 'abuse' },
      { reason: 'abuse' },
      'email-spam-s1',
    ],
    [
      'Email Opened',
      { type: 'open', userAgent: 'Thunderbird' },
      { machineOpen: false },
      `email-opened-${at}-s1`,
    ],
    ['Email Link Clicked', { type: 'click', link }, { link_url: link }, `email-clicked-${at}-s1`],
  ])('is %s', (name, content, properties, messageId) => {
    const fact = factOf(content);

    expect(fact).toEqual({
      name,
      profileId: 'user_id:anna',
      properties: { ...email, ...properties },
      messageId,
      at: '2026-11-01T10:02:00.000Z',
    });
    if (!fact) throw new Error('no fact');
    expect(streamEventSchema.safeParse(platformEvent(fact)).success).toBe(true);
    expect(platformEventSchemas[fact.name].strict().parse(fact.properties)).toEqual(fact.properties);
  });

  it.each<FeedbackContent>([
    { type: 'send' },
    { type: 'delay' },
    { type: 'reject', reason: 'Bad content' },
    { type: 'complaint', isSpam: false, reason: 'not-spam' },
  ])('is nothing for $type', (content) => {
    expect(factOf(content)).toBeUndefined();
  });

  it('never holds the address', () => {
    const fact = factOf({ type: 'bounce', isHard: true, reason: 'Permanent/General' });

    expect(JSON.stringify(fact).toLowerCase()).not.toContain('anna.nowak');
  });

  it.each([
    ['Mozilla/5.0', true],
    ['Mozilla/5.0 (Windows NT 5.1; rv:11.0) Gecko Firefox/11.0 (via ggpht.com GoogleImageProxy)', true],
    ['YahooMailProxy; https://help.yahoo.com/kb/yahoo-mail-proxy-SLN28749.html', true],
    ['Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 Mobile/15E148', false],
    ['', false],
  ])('takes an open by "%s" for a machine: %s', (userAgent, machineOpen) => {
    expect(factOf({ type: 'open', userAgent })?.properties).toMatchObject({ machineOpen });
  });
});
