import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, RunningCloud } from '../../support/cloud/running-cloud.ts';

const spent = { event: 'Order Completed', sum: { of: 'total' } };
const viewed = { event: 'Product Viewed', within: '30d', distinct: { of: 'product_id' } };
const favourite = { event: 'Product Viewed', mostFrequent: { of: 'category' } };
const curious = { where: { computed: 'viewed', atLeast: 2 } };
const thanks = {
  channel: 'sms',
  class: 'transactional',
  defaultLocale: 'en',
  locales: {
    en: {
      text: 'You spent {{ profile.computed.total-spent }} with us, mostly on {{ profile.computed.favourite }}',
    },
  },
};
const thankYou = {
  entry: { event: 'Order Completed' },
  steps: [{ id: 'text', type: 'send', channel: 'sms', template: 'thanks', class: 'transactional' }],
};

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('total-spent', spent, 'computed');
  await shop.publish('viewed', viewed, 'computed');
  await shop.publish('curious', curious);
});
afterAll(() => shop.stop());

const view = (product_id: string, category: string) => ({
  type: 'track',
  userId: 'anna',
  event: 'Product Viewed',
  properties: { product_id, category },
});
const order = (total: number) => ({
  type: 'track',
  userId: 'anna',
  event: 'Order Completed',
  properties: { total },
});
const identify = { type: 'identify', userId: 'anna', traits: { phone: '+48600700800' } };

describe('computed traits', () => {
  it('are on the profile, and decide who is in a segment until when', async () => {
    await shop.send(identify, view('c-1', 'Coffee'), view('c-1', 'Coffee'), view('t-1', 'Tea'), order(30.5));

    const anna = await shop.profile('userId=anna');
    expect(anna?.computed).toEqual({ 'total-spent': 30.5, viewed: 2 });
    expect(await shop.members('curious')).toEqual([anna?.profileId]);
    expect(anna?.segments[0]?.until).toBeDefined();
  });

  it('are worked out from the timeline when published later', async () => {
    await shop.publish('favourite', favourite, 'computed');
    await shop.send(order(10));

    expect((await shop.profile('userId=anna'))?.computed).toEqual({
      'total-spent': 40.5,
      viewed: 2,
      favourite: 'Coffee',
    });
  });

  it('are filled into messages', async () => {
    await shop.publish('thanks', thanks, 'templates');
    await shop.publish('thank-you', thankYou, 'journeys');
    await shop.send(order(4.5));

    expect((await shop.sent()).map(({ text }) => text)).toEqual(['You spent 45 with us, mostly on Coffee']);
  });

  it('end a membership by time alone, with no event', async () => {
    await shop.cloud.advance(31 * DAY);

    expect(await shop.members('curious')).toEqual([]);
    expect((await shop.profile('userId=anna'))?.computed).toMatchObject({ 'total-spent': 45, viewed: 0 });
  });
});
