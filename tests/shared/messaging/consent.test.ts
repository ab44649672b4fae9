import * as fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import {
  applyConsentEvent,
  type Consents,
  consentFor,
  isSubscribed,
  mergeConsents,
} from '../../../shared/messaging/consent.ts';

type Said = {
  status: string;
  channels?: unknown;
  topics?: unknown;
  by?: 'browser' | 'server' | 'platform';
  verified?: true;
  day?: number;
  id?: string;
};

function event({ by = 'server', verified, day = 1, id = `m${day}`, ...properties }: Said): StreamEvent {
  const timestamp = new Date(Date.UTC(2026, 10, day)).toISOString();
  return {
    type: 'track',
    messageId: id,
    source: { id: 'shop', kind: by },
    verified,
    userId: 'anna',
    event: 'Consent Updated',
    properties,
    timestamp,
    receivedAt: timestamp,
  };
}

const consentsOf = (...said: Said[]): Consents =>
  said.reduce<Consents>((consents, one) => applyConsentEvent(consents, event(one)), {});

const offersByEmail = { channel: 'email', topic: 'offers' } as const;
const email = { channels: ['email'] };
const yes = { ...email, status: 'subscribed' };
const no = { ...email, status: 'unsubscribed' };

describe('consent', () => {
  it.each<[string, Said[], boolean]>([
    ['nothing was ever said', [], false],
    ['a server signed them up for the topic', [{ ...yes, topics: ['offers'] }], true],
    ['a server signed them up for all topics', [{ ...yes, topics: [] }], true],
    ['topics were left out, which means all', [yes], true],
    ['the sign-up was for another topic', [{ ...yes, topics: ['orders'] }], false],
    ['the sign-up was for another channel', [{ ...yes, channels: ['sms'] }], false],
    ['a browser tried to sign them up', [{ ...yes, by: 'browser' }], false],
    ['a browser signed them up, vouched for by the site', [{ ...yes, by: 'browser', verified: true }], true],
    ['they opted out in a browser later', [yes, { ...no, by: 'browser', day: 2 }], false],
    [
      'they opted out of all topics later',
      [
        { ...yes, topics: ['offers'] },
        { ...no, day: 2 },
      ],
      false,
    ],
    ['they came back to one topic later', [no, { ...yes, topics: ['offers'], day: 2 }], true],
    [
      'an opt-in of before the opt-out arrives late',
      [
        { ...no, day: 2 },
        { ...yes, day: 1 },
      ],
      false,
    ],
    ['an opt-out names no channel, which means all', [yes, { status: 'unsubscribed', day: 2 }], false],
    ['an opt-in names no channel, which means none', [{ status: 'subscribed' }], false],
    ['opt-in and opt-out bear one instant', [yes, { ...no, id: 'other' }], false],
    ['the same in the other order', [{ ...no, id: 'other' }, yes], false],
    ['the platform says so, by the page of a link', [yes, { ...no, by: 'platform', day: 2 }], false],
    // bad input changes nothing
    ['the status is no status', [yes, { ...no, status: 'unsubscribe', day: 2 }], true],
    ['channels is not a list', [{ ...yes, channels: 'email' }], false],
    ['topics is not a list, so it is not all of them', [{ ...yes, topics: 'offers' }], false],
    [
      'no topic in the list is one, so it is not all of them',
      [{ ...yes, topics: ['*', 'Offers!', 7] }],
      false,
    ],
  ])('when %s', (_, said, expected) => {
    expect(isSubscribed(consentsOf(...said), offersByEmail)).toBe(expected);
  });

  it('without a topic asks for all topics of the channel', () => {
    expect(
      isSubscribed(consentsOf({ ...yes, topics: ['offers'] }), { channel: 'email', topic: undefined }),
    ).toBe(false);
    expect(isSubscribed(consentsOf(yes), { channel: 'email', topic: undefined })).toBe(true);
  });

  it('keeps who said it, when, and to which text', () => {
    const consents = applyConsentEvent({}, event({ ...yes, ...{ text: 'Send me offers' } }));

    expect(consentFor(consents, offersByEmail)).toMatchObject({
      status: 'subscribed',
      source: 'shop',
      text: 'Send me offers',
      at: Date.UTC(2026, 10, 1),
    });
  });

  it('is the same object when an event changes nothing', () => {
    const consents = consentsOf({ ...no, day: 2 });

    expect(applyConsentEvent(consents, event(yes))).toBe(consents);
    expect(applyConsentEvent(consents, { ...event(yes), event: 'Order Completed' })).toBe(consents);
  });

  it('does not depend on the order of arrival, nor on a merge in between', () => {
    const said = fc.record({
      status: fc.constantFrom('subscribed', 'unsubscribed'),
      channels: fc.subarray(['email', 'sms', 'push']),
      topics: fc.subarray(['offers', 'orders']),
      by: fc.constantFrom('browser' as const, 'server' as const),
      day: fc.integer({ min: 1, max: 4 }),
      id: fc.string({ minLength: 1, maxLength: 3 }),
    });
    fc.assert(
      fc.property(fc.array(said, { maxLength: 8 }), fc.nat(), (list, seed) => {
        const cut = list.length === 0 ? 0 : seed % list.length;
        const turned = [...list.slice(cut), ...list.slice(0, cut)].reverse();
        const merged = mergeConsents(consentsOf(...list.slice(cut)), consentsOf(...list.slice(0, cut)));

        expect(consentsOf(...turned)).toEqual(consentsOf(...list));
        expect(merged).toEqual(consentsOf(...list));
      }),
    );
  });

  it('never grows without bound, and loses no opt-out to the bound', () => {
    const topics = Array.from({ length: 500 }, (_, index) => `t${index}`);
    const consents = consentsOf({ ...yes, topics: ['offers'] }, { ...no, topics, by: 'browser', day: 2 });

    expect(Object.keys(consents).length).toBeLessThanOrEqual(401);
    expect(isSubscribed(consents, { channel: 'email', topic: 't499' })).toBe(false);
    expect(consentFor(consents, { channel: 'email', topic: 't499' })?.status).toBe('unsubscribed');
  });
});
