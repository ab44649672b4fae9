import { describe, expect, it } from 'vitest';
import type { Consents } from '../../../shared/messaging/consent.ts';
import { decideSend, type SendFacts } from '../../../shared/messaging/decide-send.ts';

const said = (status: 'subscribed' | 'unsubscribed'): Consents => ({
  'email/offers': { status, at: 1, message: 'm', source: 'shop' },
});
const recipient = {
  profileId: 'user_id:anna',
  traits: {},
  identifiers: [],
  consents: said('subscribed'),
  pushTokens: [],
};
const message = { channel: 'email', topic: 'offers', class: 'marketing' } as const;
const facts: SendFacts = {
  recipient,
  addresses: ['anna@shop.example'],
  suppressed: new Set(),
  run: { status: 'running' },
  message,
};
const nobody = { ...recipient, consents: {} };
const optedOut = { ...recipient, consents: said('unsubscribed') };
const suppressed = new Set(['anna@shop.example']);
const transactional = { ...message, class: 'transactional' } as const;
const cancelled = { status: 'cancelled' } as const;

describe('deciding to send', () => {
  it.each<[string, Partial<SendFacts>, object]>([
    ['sends to who consented', {}, { send: ['anna@shop.example'] }],
    ['skips who is gone', { recipient: undefined }, { skip: 'forgotten' }],
    ['skips who has no address', { addresses: [] }, { skip: 'no-address' }],
    ['skips a suppressed address', { suppressed }, { skip: 'suppressed' }],
    ['skips who never opted in', { recipient: nobody }, { skip: 'not-consented' }],
    ['skips who opted out', { recipient: optedOut }, { skip: 'unsubscribed' }],
    ['skips when the run is over', { run: cancelled }, { skip: 'journey-cancelled' }],
    ['skips when there is no run', { run: undefined }, { skip: 'journey-cancelled' }],
    [
      'asks no consent for a transactional message',
      { recipient: optedOut, message: transactional },
      { send: ['anna@shop.example'] },
    ],
    [
      'holds a suppression even against a transactional message',
      { suppressed, message: transactional },
      { skip: 'suppressed' },
    ],
    [
      'sends to the devices that are left',
      { addresses: ['old', 'new'], suppressed: new Set(['old']) },
      { send: ['new'] },
    ],
    // the order of reasons
    ['names the address before the consent', { addresses: [], recipient: optedOut }, { skip: 'no-address' }],
    ['names the suppression before the consent', { suppressed, recipient: optedOut }, { skip: 'suppressed' }],
    ['names the consent before the run', { run: cancelled, recipient: optedOut }, { skip: 'unsubscribed' }],
  ])('%s', (_, changes, expected) => {
    expect(decideSend({ ...facts, ...changes })).toEqual(expected);
  });
});
