import { describe, expect, it } from 'vitest';
import type { Arrival } from '../../../shared/events/arrival.ts';
import { type ConsentPolicy, consentPolicySchema } from '../../../shared/events/consent-policy.ts';
import { normaliseEvent } from '../../../shared/events/normalise-event.ts';

const policy = (value: unknown): ConsentPolicy => consentPolicySchema.parse(value);
const arrival = (consent: ConsentPolicy, envelope: Arrival['envelope'] = {}): Arrival => ({
  source: { id: 'site', kind: 'browser', storeIp: true, secretGeneration: 1, consent },
  identityKey: Buffer.from('identity key'),
  receivedAt: '2026-11-21T12:00:00.000Z',
  envelope,
  bodyBytes: 100,
  ip: '203.0.113.10',
});
const said = (categoryPreferences: unknown) => ({ consent: { categoryPreferences } });
const page = (context?: unknown) => ({ type: 'page', userId: 'anna', messageId: 'm-1', context });

const fate = (item: unknown, value: unknown, envelope?: Arrival['envelope']) => {
  const outcome = normaliseEvent(item, arrival(policy(value), envelope), 'assigned');
  if (outcome.status !== 'accepted') return outcome.status;
  return outcome.event.userId === undefined ? 'anonymous' : 'kept';
};

describe('the consent a source requires', () => {
  it.each<[string, unknown, unknown, string]>([
    ['was granted', said({ Analytics: true }), 'Analytics', 'kept'],
    ['was refused', said({ Analytics: false }), 'Analytics', 'dropped'],
    ['was refused, and others granted', said({ Analytics: false, Ads: true }), 'Analytics', 'dropped'],
    ['is no boolean', said({ Analytics: 'true' }), 'Analytics', 'dropped'],
    ['is not mentioned', said({}), 'Analytics', 'dropped'],
    ['is nowhere', undefined, 'Analytics', 'dropped'],
    ['stands in a context that is none', 'yes', 'Analytics', 'dropped'],
    ['has the name of what every object inherits', said({}), 'constructor', 'dropped'],
    ['was refused', said({ Ads: false }), { category: 'Ads', otherwise: 'anonymous' }, 'anonymous'],
    ['is nowhere', undefined, { category: 'Ads', otherwise: 'anonymous' }, 'anonymous'],
    ['is nowhere', undefined, { category: 'Ads', missing: 'keep' }, 'kept'],
    ['is nowhere', undefined, { category: 'Ads', otherwise: 'anonymous', missing: 'drop' }, 'dropped'],
    ['was refused', said({ Ads: false }), { category: 'Ads', missing: 'keep' }, 'dropped'],
  ])('that %s: context %j, policy %j -> %s', (_what, context, value, expected) => {
    expect(fate(page(context), value)).toBe(expected);
  });

  it('is read from the envelope too, and the event has the last word', () => {
    const envelope = { context: said({ Ads: true }) };

    expect(fate(page(), 'Ads', envelope)).toBe('kept');
    expect(fate(page(said({ Ads: false })), 'Ads', envelope)).toBe('dropped');
  });

  it('leaves neither a person nor a device in an anonymous event', () => {
    const context = {
      ...said({ Ads: false }),
      page: { path: '/' },
      traits: { email: 'anna@example.com' },
      device: { id: 'd-1', token: 't-1' },
      userAgent: 'one of a kind',
    };
    const track = { type: 'track', event: 'Viewed', userId: 'anna', anonymousId: 'a-1', context };

    const outcome = normaliseEvent(
      track,
      arrival(policy({ category: 'Ads', otherwise: 'anonymous' })),
      'assigned',
    );

    expect(outcome).toMatchObject({
      status: 'accepted',
      event: {
        event: 'Viewed',
        context: { page: { path: '/' }, consent: context.consent },
        flags: ['anonymous'],
      },
    });
    expect(JSON.stringify(outcome)).not.toMatch(/anna|a-1|d-1|t-1|one of a kind|203\.0\.113/);
  });

  it.each([
    ['says only who someone is', { type: 'identify', userId: 'anna', traits: { name: 'Anna' } }],
    ['would be kept as it came', { type: 'nonsense', userId: 'anna' }],
  ])('drops what %s rather than keep it without identifiers', (_what, item) => {
    expect(fate(item, { category: 'Ads', otherwise: 'anonymous' })).toBe('dropped');
  });

  it('is not asked for by someone who wants to be left alone', () => {
    const consent = (status: string) => ({
      type: 'track',
      event: 'Consent Updated',
      userId: 'anna',
      properties: { status, channels: ['email'] },
      context: said({ Ads: false }),
    });

    expect(fate(consent('unsubscribed'), 'Ads')).toBe('kept');
    expect(fate(consent('subscribed'), 'Ads')).toBe('dropped');
  });
});
