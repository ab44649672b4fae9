import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../../../shared/messaging/channels/channel-name.ts';
import { channels } from '../../../../shared/messaging/channels/index.ts';
import type { Envelope, Parts } from '../../../../shared/messaging/channels/message.ts';

const envelope: Envelope = {
  sendId: 's1',
  entryId: 'e1',
  addresses: ['anna@shop.example'],
  from: { email: 'hello@shop.example' },
  class: 'marketing',
  unsubscribeUrl: 'https://api.example/u/t',
};

describe('a message', () => {
  it('by email has a text beside its html, and the way out for its headers', () => {
    const html = '<p>Hi&nbsp;Anna &amp; Bert</p><a href="https://shop.example/?a=1&amp;b=2">Shop</a>';

    expect(channels.email.build({ subject: 'Hi', html }, envelope)).toEqual({
      message: {
        channel: 'email',
        sendId: 's1',
        entryId: 'e1',
        to: 'anna@shop.example',
        from: { email: 'hello@shop.example' },
        subject: 'Hi',
        html,
        text: 'Hi Anna & Bert\nShop (https://shop.example/?a=1&b=2)',
        unsubscribeUrl: 'https://api.example/u/t',
      },
    });
  });

  it('has no such header when it is transactional', () => {
    const built = channels.email.build(
      { subject: 'Hi', html: 'Hi' },
      { ...envelope, class: 'transactional' },
    );

    expect(built).toMatchObject({ message: { unsubscribeUrl: undefined } });
  });

  it('by SMS knows its parts', () => {
    expect(channels.sms.build({ text: 'a'.repeat(161) }, envelope)).toMatchObject({ message: { parts: 2 } });
  });

  it('to devices goes to all of them', () => {
    const addresses = ['t1', 't2'];

    expect(channels.push.build({ title: 'Hi', body: 'there' }, { ...envelope, addresses })).toEqual({
      message: { channel: 'push', sendId: 's1', tokens: addresses, title: 'Hi', body: 'there' },
    });
  });

  it.each<[string, ChannelName, Parts, Partial<Envelope>, string]>([
    [
      'a line break in its subject',
      'email',
      { subject: 'a\r\nBcc: x@y.example', html: 'a' },
      {},
      'subject holds a control character',
    ],
    ['an empty subject', 'email', { subject: ' ', html: 'a' }, {}, 'subject is empty'],
    [
      'nobody to be from',
      'email',
      { subject: 'a', html: 'a' },
      { from: undefined },
      'neither the template nor the workspace says from whom',
    ],
    ['an empty text', 'sms', { text: ' \n' }, {}, 'text is empty'],
    [
      '2,000 characters of SMS',
      'sms',
      { text: 'a'.repeat(2_000) },
      {},
      'text has 2000 characters, at most 1600 can be sent',
    ],
    ['nothing to show', 'push', { title: '', body: ' ' }, {}, 'title and body are empty'],
    [
      'more than a device takes',
      'push',
      { title: 'a', body: 'ż'.repeat(2_000) },
      {},
      'title and body have 4008 bytes, at most 3000 can be sent',
    ],
  ])('is not built with %s', (_, channel, parts, changes, failed) => {
    expect(channels[channel].build(parts, { ...envelope, ...changes })).toEqual({ failed });
  });
});
