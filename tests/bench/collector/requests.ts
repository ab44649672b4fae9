import { gzipSync } from 'node:zlib';
import { gatewayEvent, SERVER_KEY } from '../../support/collector/collector.ts';

export const NAMES = ['Product Viewed', 'Product Added', 'Order Completed'];
const REQUESTS = 250;

/** What a browser's SDK sends for one event, some 1,000 bytes. */
function trackEvent(number: number) {
  const page = { path: `/p/${number}`, url: `https://shop.example.com/p/${number}` };
  return {
    type: 'track',
    event: NAMES[number % NAMES.length],
    messageId: `ajs-next-${number}-6f9619ff8b86d011b42d00c04fc964ff`,
    anonymousId: `b2c2d3e4-${1_000 + (number % 9_000)}-4aaa-8bbb-1234567890ab`,
    timestamp: '2026-11-21T11:59:56.789Z',
    properties: {
      ...{ product_id: `sku_${number}`, category: 'shoes', name: `Runner ${number}`, brand: 'Acme' },
      ...{ price: 19.99 + (number % 50), quantity: 1 + (number % 3), currency: 'EUR', position: number % 20 },
      ...{ url: page.url, image_url: `https://cdn.example.com/p/${number}.jpg` },
    },
    context: {
      locale: 'en-US',
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
      library: { name: 'analytics.js', version: 'next-1.84.3' },
      page: { ...page, referrer: 'https://google.com/', search: '', title: 'Runner' },
      campaign: { name: 'spring', source: 'google', medium: 'cpc' },
    },
    integrations: { All: true },
  };
}

const authorization = `Basic ${Buffer.from(`${SERVER_KEY}:`).toString('base64')}`;

/** Requests with one event each, as API Gateway hands them over. */
export const singles = Array.from({ length: REQUESTS }, (_, number) =>
  gatewayEvent({
    path: '/v1/t',
    headers: { 'content-type': 'text/plain', authorization },
    body: JSON.stringify(trackEvent(number)),
  }),
);

/** Requests with as many events each, zipped if asked for. */
export function batches(events: number, isZipped = false) {
  return Array.from({ length: REQUESTS }, (_, request) => {
    const batch = Array.from({ length: events }, (_, index) => trackEvent(request * events + index));
    const body = JSON.stringify({ batch, sentAt: '2026-11-21T11:59:57.001Z' });
    const headers = { 'content-type': 'application/json', authorization };
    return isZipped
      ? gatewayEvent({ headers: { ...headers, 'content-encoding': 'gzip' }, body: gzipSync(body) })
      : gatewayEvent({ headers, body });
  });
}
export type Requests = ReturnType<typeof batches>;
