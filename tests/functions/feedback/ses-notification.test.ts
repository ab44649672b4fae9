import { describe, expect, it } from 'vitest';
import { parseSesNotification } from '../../../functions/feedback/ses-notification.ts';
import { notification } from '../../support/messaging/feedback-cases.ts';

const about = {
  send: { entryId: 'e1', sendId: 's1' },
  address: 'Anna.Nowak@shop.example',
  providerId: '0100019a3c5e7f21-6f0c1d52-3b7e-4a90-8d14-2c9e5b7a6f03-000000',
};
const minute = (minute: number) => `2026-11-01T10:0${minute}:00.000Z`;

describe('a notification of SES', () => {
  it.each([
    ['send', { type: 'send', at: '2026-11-01T10:00:00.120Z' }],
    ['delivery-delay', { type: 'delay', at: minute(1) }],
    ['delivery', { type: 'delivery', at: minute(2) }],
    ['reject', { type: 'reject', at: '2026-11-01T10:00:00.120Z', reason: 'Bad content' }],
    ['rendering-failure', { type: 'reject', at: '2026-11-01T10:00:00.120Z', reason: 'Rendering Failure' }],
    ['bounce-permanent', { type: 'bounce', at: minute(3), isHard: true, reason: 'Permanent/General' }],
    ['bounce-transient', { type: 'bounce', at: minute(4), isHard: false, reason: 'Transient/MailboxFull' }],
    ['complaint', { type: 'complaint', at: minute(5), isSpam: true, reason: 'abuse' }],
    ['complaint-untyped', { type: 'complaint', at: minute(5), isSpam: true, reason: 'not told' }],
    ['complaint-not-spam', { type: 'complaint', at: minute(6), isSpam: false, reason: 'not-spam' }],
    ['open', { type: 'open', at: minute(7), userAgent: expect.stringContaining('Thunderbird') }],
    ['click', { type: 'click', at: minute(8), link: 'https://shop.example/cart?utm_source=mail' }],
  ])('"%s" is read', (name, expected) => {
    expect(parseSesNotification(notification(name))).toEqual({ ...about, ...expected });
  });

  it('names no send when the message had no tags of ours', () => {
    expect(parseSesNotification(notification('untagged'))).toMatchObject({
      type: 'delivery',
      send: undefined,
    });
  });

  it.each([
    ['a sentence', 'Successfully validated SNS topic for Amazon SES event publishing.'],
    ['another kind of event', notification('send').replace('"Send"', '"Subscription"')],
    ['a time that is none', notification('delivery').replace('2026-11-01T10:02:00.000Z', 'yesterday')],
    [
      'several recipients',
      notification('send').replace('"destination": [', '"destination": ["b@shop.example",'),
    ],
    ['the notification of an identity', notification('delivery').replace('eventType', 'notificationType')],
  ])('is not %s', (_name, body) => {
    expect(parseSesNotification(body)).toBeUndefined();
  });
});
