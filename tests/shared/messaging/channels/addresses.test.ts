import { describe, expect, it } from 'vitest';
import type { ChannelName } from '../../../../shared/messaging/channels/channel-name.ts';
import { channels } from '../../../../shared/messaging/channels/index.ts';
import type { Recipient } from '../../../../shared/messaging/recipient.ts';

const nobody: Recipient = {
  profileId: 'user_id:anna',
  traits: {},
  identifiers: [],
  consents: {},
  pushTokens: [],
};
const identifier = (type: string, value: string) => ({ identifiers: [{ type, value }] });

describe('the address', () => {
  it.each<[string, ChannelName, Partial<Recipient>, readonly string[]]>([
    ['email of the trait', 'email', { traits: { email: ' Anna@Shop.Example ' } }, ['anna@shop.example']],
    ['email of the identifier', 'email', identifier('email', 'anna@shop.example'), ['anna@shop.example']],
    [
      'email of the trait before the identifier',
      'email',
      { traits: { email: 'new@shop.example' }, ...identifier('email', 'old@shop.example') },
      ['new@shop.example'],
    ],
    [
      'email of the identifier when the trait is none',
      'email',
      { traits: { email: 'n/a' }, ...identifier('email', 'old@shop.example') },
      ['old@shop.example'],
    ],
    ['email in punycode', 'email', { traits: { email: 'a@bücher.example' } }, ['a@xn--bcher-kva.example']],
    ['no email', 'email', {}, []],
    ['no email in half an address', 'email', { traits: { email: 'x' } }, []],
    ['no email in two', 'email', { traits: { email: 'a@b@c.example' } }, []],
    ['no email in a header', 'email', { traits: { email: 'a\r\nBcc: x@y.example' } }, []],
    ['no email with a control character', 'email', { traits: { email: 'a\u0000b@c.example' } }, []],
    ['no email that SES cannot reach', 'email', { traits: { email: 'zoë@shop.example' } }, []],
    ['no email of another type', 'email', { traits: { email: ['a@b.example'] } }, []],
    ['phone in E.164', 'sms', { traits: { phone: '+48 600 700 800' } }, ['+48600700800']],
    ['phone of the identifier', 'sms', identifier('phone', '+1 (206) 555-0100'), ['+12065550100']],
    ['no phone without a country', 'sms', { traits: { phone: '600 700 800' } }, []],
    ['no phone too short for its country', 'sms', { traits: { phone: '+48 600' } }, []],
    ['no phone in a sentence', 'sms', { traits: { phone: 'call +48600700800 now' } }, []],
    ['no phone of another type', 'sms', { traits: { phone: 48_600_700_800 } }, []],
    ['each device once', 'push', { pushTokens: ['t1', 't2', 't1'] }, ['t1', 't2']],
    ['no device', 'push', {}, []],
  ])('is %s', (_, channel, changes, expected) => {
    expect(channels[channel].addressesOf({ ...nobody, ...changes })).toEqual(expected);
  });
});
