import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { describe, expect, it } from 'vitest';
import { streamEventSchema } from '../../../events/stream-event.ts';
import type { Arrival } from '../../../shared/events/arrival.ts';
import { normaliseEvent } from '../../../shared/events/normalise-event.ts';
import { sourceSecret } from '../../../shared/identity/source-secret.ts';

const samples = new URL('../../../events/samples/', import.meta.url);
const sampleNames = readdirSync(samples).filter((name) => name.endsWith('.json'));

const server: Arrival = {
  source: { id: 'shop-server', kind: 'server', storeIp: true, secretGeneration: 1 },
  identityKey: Buffer.from('identity key'),
  receivedAt: '2026-11-21T12:00:00.000Z',
  envelope: {},
  bodyBytes: 100,
  ip: '203.0.113.10',
};
const browser: Arrival = { ...server, source: { ...server.source, id: 'shop', kind: 'browser' } };

function accept(item: unknown, arrival: Arrival = server) {
  const outcome = normaliseEvent(item, arrival, 'assigned-1');
  if (outcome.status !== 'accepted') throw new Error(JSON.stringify(outcome));
  return { ...outcome, event: streamEventSchema.parse(JSON.parse(JSON.stringify(outcome.event))) };
}

function complaintAbout(item: unknown, arrival: Arrival = server) {
  const outcome = normaliseEvent(item, arrival, 'assigned-1');
  return outcome.status === 'rejected' ? outcome.complaint.code : undefined;
}

describe('normalising an event', () => {
  it.each(sampleNames)('makes a stream event of the sample %s', (name) => {
    const { event } = accept(JSON.parse(readFileSync(new URL(name, samples), 'utf8')));

    expect(event.messageId).toBe(`sample-${name.replace('.json', '')}-1`);
    expect(event.receivedAt).toBe('2026-11-21T12:00:00.000Z');
  });

  it.each([
    ['page', 'Page Viewed'],
    ['screen', 'Screen Viewed'],
  ])('counts a %s as the event %s with its name among the properties', (type, name) => {
    const { event } = accept({
      type,
      userId: 'u',
      name: 'Home',
      category: 'Shop',
      properties: { path: '/' },
    });

    expect(event.event).toBe(name);
    expect(event.properties).toEqual({ name: 'Home', category: 'Shop', path: '/' });
  });

  it('takes the traits of an identify from its context when it has no others', () => {
    const { event } = accept({ type: 'identify', userId: 'u', context: { traits: { plan: 'gold' } } });

    expect(event.traits).toEqual({ plan: 'gold' });
  });

  it('keeps a null trait, because it removes one', () => {
    expect(accept({ type: 'identify', userId: 'u', traits: { plan: null } }).event.traits).toEqual({
      plan: null,
    });
  });

  it('assigns a messageId only when there is none', () => {
    expect(accept({ type: 'page', userId: 'u', messageId: ' ' }).event.messageId).toBe('assigned-1');
    expect(accept({ type: 'page', userId: 'u', messageId: 7 }).event.messageId).toBe('7');
  });

  it('lets the path decide the type', () => {
    const { event } = accept({ type: 'identify', userId: 'u', event: 'X' }, { ...server, type: 'track' });

    expect(event).toMatchObject({ type: 'track', event: 'X' });
  });

  it('puts the envelope context under the own', () => {
    const envelope = { context: { locale: 'de', app: { name: 'shop' } } };
    const { event } = accept(
      { type: 'page', userId: 'u', context: { locale: 'pl' } },
      { ...server, envelope },
    );

    expect(event.context).toEqual({ locale: 'pl', app: { name: 'shop' } });
  });

  it('corrects the clock by the sentAt of the envelope', () => {
    const envelope = { sentAt: '2026-11-21T14:00:00.000Z' };
    const item = { type: 'page', userId: 'u', timestamp: '2026-11-21T13:30:00.000Z' };
    const { event } = accept(item, { ...server, envelope });

    expect(event.timestamp).toBe('2026-11-21T11:30:00.000Z');
    expect(event.originalTimestamp).toBe('2026-11-21T13:30:00.000Z');
  });

  it('believes the time a caller gives rather than the one its SDK took', () => {
    const times = { timestamp: '2026-11-20T09:00:00.000Z', originalTimestamp: '2026-11-21T11:59:00.000Z' };
    const { event } = accept({ type: 'page', userId: 'u', ...times });

    expect(event.timestamp).toBe(times.timestamp);
  });

  it('flags a time that is none and keeps what was sent', () => {
    const { event } = accept({ type: 'page', userId: 'u', timestamp: '12/31/2025' });

    expect(event).toMatchObject({ originalTimestamp: '12/31/2025', flags: ['invalid_timestamp'] });
  });

  it.each([
    ['a browser is where its request came from', browser, '203.0.113.10'],
    ['a server speaks for others', server, '198.51.100.1'],
    [
      'a source may want no addresses',
      { ...browser, source: { ...browser.source, storeIp: false } },
      undefined,
    ],
  ])('fills context.ip: %s', (_reason, arrival, expected) => {
    const { event } = accept({ type: 'page', userId: 'u', context: { ip: '198.51.100.1' } }, arrival);

    expect(event.context?.ip).toBe(expected);
  });

  it('keeps a blocked id as data and warns', () => {
    const { event, warnings } = accept({ type: 'page', userId: ' "null" ', anonymousId: 'a-1' });

    expect(event.userId).toBeUndefined();
    expect(event).toMatchObject({ context: { blockedIds: { userId: ' "null" ' } }, flags: ['blocked_id'] });
    expect(warnings.map(({ code }) => code)).toEqual(['blocked_id']);
  });

  it('leaves ids as they are, byte for byte', () => {
    const ids = ['u\u200b1', 'N#user#x', '../x', 'e\u0301', 'É@X.de ', '🦊'];

    expect(ids.map((userId) => accept({ type: 'page', userId }).event.userId)).toEqual(ids);
  });

  it.each([
    ['no object', null, 'not_an_object'],
    ['a list', [], 'not_an_object'],
    ['no type', { userId: 'u' }, 'unknown_type'],
    ['a batch in a batch', { type: 'batch', userId: 'u' }, 'unknown_type'],
    ['nobody', { type: 'page' }, 'no_identifier'],
    ['nobody, in other words', { type: 'page', userId: '', anonymousId: ' ' }, 'no_identifier'],
    ['an id that is true', { type: 'page', userId: true, anonymousId: 'a' }, 'invalid_id'],
    ['an id that is a list', { type: 'page', userId: [] }, 'invalid_id'],
    ['only a blocked id', { type: 'page', userId: 'undefined' }, 'blocked_id'],
    ['an alias from nobody', { type: 'alias', userId: 'u', previousId: 'null' }, 'blocked_id'],
    [
      'an alias to nobody',
      { type: 'alias', userId: 'null', anonymousId: 'a', previousId: 'p' },
      'blocked_id',
    ],
    ['half a character', { type: 'page', userId: '\ud800' }, 'invalid_unicode'],
    ['a null character', { type: 'page', userId: 'a\u0000' }, 'control_char'],
    ['256 bytes', { type: 'page', userId: 'é'.repeat(128) }, 'id_too_long'],
    ['a messageId of 101', { type: 'page', userId: 'u', messageId: 'm'.repeat(101) }, 'message_id_too_long'],
    ['an empty name', { type: 'track', userId: 'u', event: ' ' }, 'missing_event'],
    ['a number as name', { type: 'track', userId: 'u', event: 5 }, 'missing_event'],
    ['a name of 257 bytes', { type: 'track', userId: 'u', event: 'e'.repeat(257) }, 'event_too_long'],
  ])('refuses %s', (_reason, item, code) => {
    expect(complaintAbout(item)).toBe(code);
  });

  it('refuses what a browser may not do', () => {
    expect(complaintAbout({ type: 'alias', userId: 'u', previousId: 'a' }, browser)).toBe(
      'forbidden_operation',
    );
    expect(complaintAbout({ type: 'alias', userId: 'u', previousId: 'a' }, server)).toBeUndefined();
  });

  describe('from a browser', () => {
    const signature = createHmac('sha256', sourceSecret(browser.identityKey, browser.source))
      .update('anna')
      .digest('hex');
    const alias = { type: 'alias', userId: 'anna', previousId: 'a' };
    const consent = (status: string) => ({
      type: 'track',
      event: 'Consent Updated',
      userId: 'anna',
      properties: { status, channels: ['email'] },
    });

    it('must be signed to join two people or to grant consent, and need not be to withdraw it', () => {
      const forged = { signature: signature.replace(/^./, (digit) => (digit === '0' ? '1' : '0')) };
      const fates = [
        consent('unsubscribed'),
        consent('subscribed'),
        { ...consent('subscribed'), context: forged },
        { ...consent('subscribed'), context: { signature } },
        { ...alias, context: { signature } },
        { ...alias, userId: 'berta', context: { signature } },
      ].map((item) => complaintAbout(item, browser));

      const forbidden = 'forbidden_operation';
      expect(fates).toEqual([undefined, forbidden, forbidden, undefined, undefined, forbidden]);
    });

    it('is marked as verified, and the signature goes no further', () => {
      const signed = { type: 'page', userId: 'anna', context: { signature, page: {} } };
      const inEnvelope = { ...browser, envelope: { context: { signature } } };

      expect(accept(signed, browser).event).toMatchObject({ verified: true, context: { page: {} } });
      expect(accept({ type: 'page', userId: 'anna' }, inEnvelope).event.verified).toBe(true);
      expect(accept({ type: 'page', userId: 'berta' }, inEnvelope).event.verified).toBeUndefined();
      expect(accept(signed, server).event.verified).toBeUndefined();
      for (const arrival of [browser, inEnvelope, server])
        expect(JSON.stringify(accept(signed, arrival))).not.toContain(signature);
    });

    it('is not verified because it says so', () => {
      expect(
        accept({ type: 'page', userId: 'anna', verified: true }, browser).event.verified,
      ).toBeUndefined();
    });
  });

  it('counts depth with the event itself', () => {
    const nested = (depth: number): unknown => (depth === 0 ? 1 : { deeper: nested(depth - 1) });

    expect(complaintAbout({ type: 'page', userId: 'u', properties: nested(15) })).toBeUndefined();
    expect(complaintAbout({ type: 'page', userId: 'u', properties: nested(16) })).toBe('too_deep');
  });

  it('counts the envelope context with every event', () => {
    const item = { type: 'page', userId: 'u', properties: { text: 'x'.repeat(20_000) } };
    const envelope = { context: { text: 'x'.repeat(20_000) } };

    expect(complaintAbout(item, { ...server, bodyBytes: 40_100 })).toBeUndefined();
    expect(complaintAbout(item, { ...server, bodyBytes: 40_100, envelope })).toBe('too_large');
  });
});
