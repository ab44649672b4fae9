import { describe, expect, it } from 'vitest';
import { messageUsage, smsParts } from '../../../../../infra/local/billing/rules/message-usage.ts';
import type { AcceptedMessage } from '../../../../../infra/local/services/messages/outbox.ts';

const message = (channel: AcceptedMessage['channel'], text: string): AcceptedMessage => ({
  ...{ channel, text, to: 'ana', messageId: 'm-1', headers: {}, raw: '' },
});

describe('what a message costs', () => {
  it.each([
    { channel: 'email', service: 'ses', unit: 'messages', quantity: 1 },
    { channel: 'push', service: 'sns', unit: 'push-deliveries', quantity: 1 },
    { channel: 'sms', service: 'sns', unit: 'sms-parts', quantity: 2 },
  ] as const)('is $quantity $unit of $service for an $channel of 161 letters', (expected) => {
    const { channel, ...usage } = expected;

    expect(messageUsage(message(channel, 'a'.repeat(161)))).toMatchObject(usage);
  });
});

describe('the parts of an SMS', () => {
  it.each([
    ['', 1],
    ['a'.repeat(160), 1],
    ['a'.repeat(161), 2],
    ['a'.repeat(306), 2],
    ['a'.repeat(307), 3],
    // these take two places each
    ['€'.repeat(80), 1],
    ['€'.repeat(81), 2],
    // not in the basic alphabet: the whole text takes two bytes a letter
    [`ż${'a'.repeat(69)}`, 1],
    [`ż${'a'.repeat(70)}`, 2],
    [`ż${'a'.repeat(134)}`, 3],
    ['Ça va? Où? Élan', 1],
  ])('of %j are %i', (text, parts) => {
    expect(smsParts(text)).toBe(parts);
  });
});
