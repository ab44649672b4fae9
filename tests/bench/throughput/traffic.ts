// what @segment/analytics-node sends at once by default
const EVENTS_PER_BATCH = 15;
const PEOPLE = 2_000;
// so that about 1.2 events of a person fall into one batch of the stream
const EVENTS_OF_FOUR_PEOPLE = 5;
const KINDS = ['Product Viewed', 'Product Added', 'Product Viewed', 'Order Completed', 'Product Viewed'];

/** Each of its windows counts every event of one kind, so that a profile knows how many were applied. */
export const segments: Readonly<Record<string, object>> = {
  browsing: { where: { event: 'Product Viewed', within: '24h', count: { atLeast: 3 } } },
  cart: {
    where: {
      all: [
        { event: 'Product Added', within: '24h' },
        { event: 'Order Completed', within: '24h', never: true },
      ],
    },
  },
  buyers: { where: { event: 'Order Completed', count: { atLeast: 2 } } },
};

export type Batch = readonly { readonly messageId: string }[];

/** What a server's SDK posts, batch by batch, without end. */
export function* traffic(): Generator<Batch, never> {
  for (let first = 0; ; first += EVENTS_PER_BATCH)
    yield Array.from({ length: EVENTS_PER_BATCH }, (_, index) => eventOf(first + index));
}

function eventOf(number: number) {
  const person = number % EVENTS_OF_FOUR_PEOPLE === 4 ? number - 1 : number;
  const timestamp = new Date();
  return {
    type: 'track',
    event: KINDS[number % KINDS.length],
    messageId: `node-next-${timestamp.getTime()}-6f9619ff-8b86-d011-b42d-${String(number).padStart(12, '0')}`,
    userId: `person-${person % PEOPLE}`,
    timestamp: timestamp.toISOString(),
    properties: {
      ...{ product_id: `sku-${number % 500}`, category: 'Shoes', name: `Runner ${number % 500}` },
      ...{ brand: 'Acme', price: 19.99 + (number % 50), quantity: 1 + (number % 3), currency: 'EUR' },
      url: `https://shop.example/p/${number % 500}`,
    },
    context: { library: { name: '@segment/analytics-node', version: '3.1.0' } },
    integrations: {},
    _metadata: { nodeVersion: '24.21.0', jsRuntime: 'node' },
  };
}
