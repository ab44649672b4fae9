import type { Cloud } from '../../local/cloud.ts';
import { CommandError } from '../command.ts';
import { postBatch, type Target } from '../replay/collector.ts';
import { eventsPerMonth } from './projection.ts';

const secondsPerMonth = 730 * 3_600;
const eventsPerSecond = Math.round(eventsPerMonth / secondsPerMonth);
// so that 1.2 events of a person fall into one second
const peoplePerSecond = Math.round(eventsPerSecond / 1.2);
const people = 400;

export type SteadyTraffic = {
  readonly cloud: Cloud;
  readonly target: Target;
  readonly eventsPerRequest: number;
};

/** Makes everyone known who comes by later; whoever has done everything once changes few segments from then on. */
export async function meetEveryone({ cloud, target }: SteadyTraffic): Promise<void> {
  for (let person = 0; person < people; person += 1) {
    const history = Array.from({ length: eventKinds }, (_, kind) => visitEvent(person, kind));
    await postBatch(target, [identifyEvent(person), ...history]);
  }
  await requireRest(cloud.drain());
}

/** Seconds as they are in a month with 100 million events, on the virtual clock: they last as long as they need. */
export async function playSteadySeconds(traffic: SteadyTraffic, seconds: number): Promise<number> {
  const { cloud, target, eventsPerRequest } = traffic;
  cloud.clock.freeze();
  let accepted = 0;
  for (let second = 0; second < seconds; second += 1) {
    const requests = chunked(eventsOf(second), eventsPerRequest).map((batch) => postBatch(target, batch));
    for (const posted of await Promise.all(requests)) accepted += posted.accepted;
    await requireRest(cloud.advance(1_000));
  }
  return accepted;
}

async function requireRest(drained: ReturnType<Cloud['drain']>): Promise<void> {
  const state = await drained;
  if (!state.drained)
    throw new CommandError(`the local cloud does not come to rest: ${JSON.stringify(state.left)}`);
}

function eventsOf(second: number): readonly object[] {
  return Array.from({ length: eventsPerSecond }, (_, index) => {
    const person = (second * peoplePerSecond + (index % peoplePerSecond)) % people;
    return visitEvent(person, second * eventsPerSecond + index);
  });
}

const eventKinds = 20;

// fifteen are views, four fill the cart, one buys
function visitEvent(person: number, number: number): object {
  const kind = number % eventKinds;
  if (kind === 0) return trackEvent(person, 'Order Completed', { order_id: `o-${number}`, total: 20 + kind });
  return kind < 5 ? trackEvent(person, 'Product Added', product(number)) : viewEvent(person, number);
}

const viewEvent = (person: number, number: number): object =>
  trackEvent(person, 'Product Viewed', product(number));

const identifyEvent = (person: number): object => ({
  ...{ type: 'identify', ...idsOf(person), context },
  traits: { email: `person-${person}@shop.example`, name: `Person ${person}`, newsletter: person % 2 === 0 },
});

const trackEvent = (person: number, event: string, properties: object): object => ({
  ...{ type: 'track', event, ...idsOf(person), properties, context },
});

const idsOf = (person: number) => ({ userId: `person-${person}`, anonymousId: `device-${person}` });

const categories = ['Coffee', 'Tea', 'Mugs', 'Grinders', 'Filters'];
const product = (number: number) => ({
  ...{
    product_id: `p-${number % 50}`,
    name: `Product ${number % 50}`,
    price: 5 + (number % 50),
    currency: 'EUR',
  },
  category: categories[number % categories.length],
});

// what a browser's SDK tells with each event
const context = {
  library: { name: 'analytics.js', version: 'npm:next-1.81.0' },
  page: {
    ...{
      path: '/products',
      referrer: 'https://search.example/',
      search: '?utm_source=newsletter',
      title: 'Shop',
    },
    url: 'https://shop.example/products?utm_source=newsletter',
  },
  campaign: { source: 'newsletter', medium: 'email', name: 'spring' },
  userAgent:
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/130.0.0.0',
  locale: 'en-GB',
  timezone: 'Europe/Warsaw',
};

const chunked = <Item>(items: readonly Item[], size: number): readonly (readonly Item[])[] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, index) =>
    items.slice(index * size, (index + 1) * size),
  );
