import type { RunningCloud } from '../cloud/running-cloud.ts';
import { PatientClient } from './patient-client.ts';

const email = (subject: string) => ({
  ...{ channel: 'email', topic: 'offers', class: 'marketing', defaultLocale: 'en' },
  locales: {
    en: {
      subject,
      html: '<p>Hello. <a href="{{ unsubscribeUrl }}">No more of this</a></p>',
      text: 'Hello. No more of this: {{ unsubscribeUrl }}',
    },
  },
});
const sms = {
  channel: 'sms',
  topic: 'offers',
  class: 'marketing',
  defaultLocale: 'en',
  locales: { en: { text: 'Your code' } },
};
const send = (id: string, channel: string, template: string) => ({
  ...{ id, type: 'send', channel, template, topic: 'offers' },
});
const viewed = { event: 'Product Viewed', within: '1h' };

export const journeys = {
  // runs to its end
  welcome: {
    entry: { segment: 'newcomers', on: 'enter' },
    steps: [
      { id: 'breath', type: 'wait', for: '1m' },
      // biome-ignore lint/suspicious/noThenProperty: the journey language's own word
      { id: 'looked', type: 'branch', if: viewed, then: 'mail', else: 'text' },
      send('mail', 'email', 'hello'),
      send('text', 'sms', 'code'),
    ],
  },
  // is stopped by an order
  cart: {
    entry: { event: 'Product Added' },
    exit: [{ event: 'Order Completed' }],
    steps: [{ id: 'hold', type: 'wait', for: '1h' }, send('mail', 'email', 'cart')],
  },
  // may not send to those who unsubscribed
  nudge: { entry: { segment: 'lookers', on: 'exit' }, steps: [send('mail', 'email', 'nudge')] },
};

export const segments = {
  newcomers: {
    where: {
      all: [
        { trait: 'email', exists: true },
        { event: 'Signed Up', within: '2h' },
      ],
    },
  },
  lookers: { where: viewed },
};

const workspace = {
  topics: [{ id: 'offers', name: 'Offers' }],
  from: { email: 'shop@shop.example', name: 'Shop' },
};
const templates = {
  hello: email('Hello'),
  code: sms,
  cart: email('Your cart waits'),
  nudge: email('Come back'),
};

/** What the story of `play-story.ts` needs to be in force. */
export async function publishStory(shop: RunningCloud): Promise<void> {
  const client = new PatientClient(shop);
  const named = Object.entries({ templates, segments, journeys }).flatMap(([kind, definitions]) =>
    Object.entries(definitions).map(([id, body]) => [`/${kind}/${id}`, body] as const),
  );
  for (const [path, body] of [['/workspace', workspace] as const, ...named]) await client.admin(path, body);
}
