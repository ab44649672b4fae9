import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../../../support/cloud/running-cloud.ts';

const keys = { books: `c${'b'.repeat(24)}`, shoes: `c${'s'.repeat(24)}` };

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  for (const [brand, key] of Object.entries(keys))
    await shop.publish(brand, { kind: 'server', name: brand, brand, writeKeys: [{ key }] }, 'sources');
});
afterAll(() => shop.stop());

async function view(brand: keyof typeof keys, who: object): Promise<void> {
  const authorization = `Basic ${Buffer.from(`${keys[brand]}:`).toString('base64')}`;
  const answer = await shop.post('/v1/track', { ...who, event: 'Product Viewed' }, { authorization });
  expect(answer.status).toBe(200);
  await shop.cloud.drain();
}

describe('a person of two brands', () => {
  it('is one profile, with what she did with each', async () => {
    await view('books', { anonymousId: 'phone' });
    await view('books', { anonymousId: 'phone', userId: 'anna' });
    await view('shoes', { userId: 'anna' });
    await shop.send({ type: 'track', userId: 'anna', event: 'Product Viewed' });

    const anna = await shop.profile('anonymousId=phone');

    expect(anna?.identifiers).toMatchObject([{ value: 'phone' }, { value: 'anna' }]);
    expect(anna?.brands).toMatchObject([
      { brand: 'books', events: 2 },
      { brand: 'shoes', events: 1 },
    ]);
  });
});
