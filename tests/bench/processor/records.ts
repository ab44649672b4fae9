import type { StreamEvent } from '../../../events/stream-event.ts';
import type { EventRecord } from '../../../functions/profiles/update-profiles.ts';
import { anonymousId, NOW, PEOPLE } from './people.ts';
import { eventNames } from './segments.ts';

const RECORDS_PER_BATCH = 500;

/** Batches of records as the stream hands them over: about 1,000 bytes each, so many of each person in a batch. */
export function batchesOf(batches: number, eventsPerPerson: number): EventRecord[][] {
  return Array.from({ length: batches }, (_, batch) =>
    Array.from({ length: RECORDS_PER_BATCH }, (_, index) => {
      const number = batch * RECORDS_PER_BATCH + index;
      const person = (batch * RECORDS_PER_BATCH + Math.floor(index / eventsPerPerson)) % PEOPLE;
      const data = Buffer.from(JSON.stringify(eventOf(number, person)));
      return { sequenceNumber: String(number), data, arrivedAt: NOW };
    }),
  );
}

function eventOf(number: number, person: number): StreamEvent {
  const at = new Date(NOW).toISOString();
  const url = `https://shop.example.com/p/${number}`;
  return {
    ...{
      type: 'track',
      event: eventNames[number % eventNames.length] ?? '',
      anonymousId: anonymousId(person),
    },
    ...{ messageId: `ajs-next-${number}-6f9619ff8b86d011b42d00c04fc964ff`, timestamp: at, receivedAt: at },
    properties: {
      ...{ product_id: `sku_${number}`, category: 'shoes', name: `Runner ${number}`, brand: 'Acme' },
      ...{ price: 19.99 + (number % 50), quantity: 1, currency: 'EUR', position: number % 20 },
      ...{ total: number % 90, url, image_url: `https://cdn.example.com/p/${number}.jpg` },
    },
    context: {
      locale: 'en-US',
      userAgent:
        'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/126.0 Safari/537.36',
      library: { name: 'analytics.js', version: 'next-1.84.3' },
      page: { path: `/p/${number}`, referrer: 'https://google.com/', title: 'Runner', url },
    },
    source: { id: 'site', kind: 'browser' },
  } as StreamEvent; // as the collector writes it
}
