import type { RunningCloud } from './running-cloud.ts';

const email = {
  channel: 'email',
  topic: 'offers',
  class: 'marketing',
  from: { email: 'shop@shop.example', name: 'Shop' },
  defaultLocale: 'en',
  locales: {
    en: {
      subject: '{{ profile.name }}, your cart waits',
      html: '<p>Hello {{ profile.name }}, {{ event.name }} is in your cart. <a href="{{ unsubscribeUrl }}">No more of this</a></p>',
      text: 'Hello {{ profile.name }}, {{ event.name }} is in your cart. No more of this: {{ unsubscribeUrl }}',
    },
    pl: {
      subject: '{{ profile.name }}, koszyk czeka',
      html: '<p>Dzień dobry {{ profile.name }}, w koszyku: {{ event.name }}. <a href="{{ unsubscribeUrl }}">Wypisz</a></p>',
      text: 'Dzień dobry {{ profile.name }}, w koszyku: {{ event.name }}. Wypisz: {{ unsubscribeUrl }}',
    },
  },
};
const welcome = {
  ...email,
  locales: {
    en: {
      subject: 'Welcome, {{ profile.name }}',
      html: '<p>Welcome. <a href="{{ unsubscribeUrl }}">Unsubscribe</a></p>',
      text: 'Welcome. Unsubscribe: {{ unsubscribeUrl }}',
    },
  },
};

/** The journeys the scenarios walk through: a cart mail after an hour unless she buys, and a welcome. */
export async function publishJourneys(shop: RunningCloud): Promise<void> {
  await shop.publish(
    'workspace',
    { topics: [{ id: 'offers', name: 'Offers' }], from: { email: 'shop@shop.example', name: 'Shop' } },
    '.',
  );
  await shop.publish('known', { where: { trait: 'email', exists: true } });
  await shop.publish('cart-reminder', email, 'templates');
  await shop.publish('welcome-mail', welcome, 'templates');
  await shop.publish(
    'abandoned-cart',
    {
      entry: { event: 'Product Added', reentry: { after: '7d' } },
      exit: [{ event: 'Order Completed' }],
      steps: [
        { id: 'hold', type: 'wait', for: '1h' },
        { id: 'mail', type: 'send', channel: 'email', template: 'cart-reminder', topic: 'offers' },
      ],
    },
    'journeys',
  );
  await shop.publish(
    'welcome',
    {
      entry: { segment: 'known', on: 'enter' },
      // consent may come in the same breath, and in any order
      steps: [
        { id: 'breath', type: 'wait', for: '5m' },
        { id: 'mail', type: 'send', channel: 'email', template: 'welcome-mail', topic: 'offers' },
      ],
    },
    'journeys',
  );
}

type Person = { readonly userId?: string; readonly anonymousId?: string };

export const identify = (ids: Person, name: string, traits = {}) => ({
  type: 'identify',
  ...ids,
  traits: { name, email: `${name.toLowerCase()}@shop.example`, ...traits },
});
export const consent = (ids: Person, status = 'subscribed') => ({
  type: 'track',
  ...ids,
  event: 'Consent Updated',
  properties: { channels: ['email'], topics: ['offers'], status },
});
export const addToCart = (ids: Person, name: string) => ({
  type: 'track',
  ...ids,
  event: 'Product Added',
  properties: { name, price: 20 },
});
export const order = (ids: Person) => ({
  type: 'track',
  ...ids,
  event: 'Order Completed',
  properties: { total: 20 },
});
