import { jitsuAnalytics } from '@jitsu/js';
import { describe, expect, it } from 'vitest';
import { BROWSER_KEY, memoryCollector, SERVER_KEY } from '../../../support/collector/collector.ts';

/** Jitsu's own SDK, whose requests go straight into a collector. */
function jitsu(options: { readonly writeKey: string; readonly s2s: boolean }) {
  const collector = memoryCollector();
  const send: typeof fetch = async (url, init) => {
    const { headers } = new Request(url, init ?? {});
    const { status, bytes } = await collector.call({
      path: new URL(String(url)).pathname,
      headers: Object.fromEntries(headers),
      body: String(init?.body),
    });
    return new Response(new Uint8Array(bytes), { status });
  };
  const host = 'https://collect.example';
  return { collector, sdk: jitsuAnalytics({ host, ...options, fetch: send, errorPolicy: 'rethrow' }) };
}

describe.each([
  ['a browser', { writeKey: BROWSER_KEY, s2s: false }],
  ['a server', { writeKey: SERVER_KEY, s2s: true }],
])('the events of Jitsu’s SDK from %s', (_who, options) => {
  it('arrive with their types, ids and data', async () => {
    const { collector, sdk } = jitsu(options);

    await sdk.identify('u-1', { email: 'ann@shop.example', plan: 'gold' });
    await sdk.track('Order Completed', { revenue: 25 });
    await sdk.page({ name: 'Home' });
    await sdk.group('g-1', { name: 'Initech' });

    expect(collector.failed).toEqual([]);
    expect(collector.events).toMatchObject([
      { type: 'identify', userId: 'u-1', traits: { email: 'ann@shop.example', plan: 'gold' } },
      { type: 'track', userId: 'u-1', event: 'Order Completed', properties: { revenue: 25 } },
      { type: 'page', userId: 'u-1', event: 'Page Viewed', properties: { name: 'Home' } },
      { type: 'group', userId: 'u-1', groupId: 'g-1', traits: { name: 'Initech' } },
    ]);
    for (const event of collector.events) {
      expect(event.context).toMatchObject({ library: { name: '@jitsu/js' } });
      expect(event.anonymousId).toMatch(/^[\w-]{36}$/);
    }
    expect(new Set(collector.events.map(({ messageId }) => messageId)).size).toBe(4);
  });
});
