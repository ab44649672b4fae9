import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { mishaps } from '../support/collector/sdks/front.ts';
import { type Call, serverSdks } from '../support/collector/sdks/server-sdks.ts';
import { type ShopBehindFront, startShopBehindFront } from '../support/collector/sdks/shop-behind-front.ts';

let world: ShopBehindFront;
beforeAll(async () => {
  world = await startShopBehindFront();
});
afterAll(() => world.stop());

const storyOf = (userId: string): Call[] => [
  { type: 'identify', userId, traits: { email: `${userId}@shop.example`, plan: 'gold' } },
  { type: 'track', userId, event: 'Order Completed', properties: { total: 25, currency: 'EUR' } },
  { type: 'page', userId, name: 'Home', properties: { url: 'https://shop.example/', path: '/' } },
  { type: 'screen', userId, name: 'Cart', properties: { items: 2 } },
  { type: 'group', userId, groupId: 'acme', traits: { employees: 7 } },
  { type: 'alias', userId, previousId: `${userId}-before` },
];
const numbers = (count: number): number[] => Array.from({ length: count }, (_, number) => number);
const order = (userId: string, number: number): Call => ({
  type: 'track',
  userId,
  event: 'Order Completed',
  properties: { number },
});

describe.each(serverSdks)('$name', (sdk) => {
  const userIdOf = (name: string) => `${name}-${serverSdks.indexOf(sdk)}`;
  const client = () => sdk.open({ url: world.front.url, writeKey: world.keys.server });
  const ordersOf = async (userId: string) =>
    (await world.keptOf(userId)).flatMap(({ properties }) => properties?.number ?? []).sort();

  it('delivers every kind of event once, with its ids, its content, its time and its library', async () => {
    const userId = userIdOf('anna');
    const calls = storyOf(userId).filter(({ type }) => sdk.types.includes(type));
    const startedAt = Date.now();

    await client().send(calls);

    const endedAt = Date.now();
    const kept = await world.keptOf(userId);
    expect(kept.map(({ type }) => type).sort()).toEqual(calls.map(({ type }) => type).sort());
    expect(new Set(kept.map(({ messageId }) => messageId)).size).toBe(calls.length);
    for (const { name, ...call } of calls) {
      const found = kept.find(({ type }) => type === call.type);
      expect(found).toMatchObject({ ...call, context: { library: sdk.library } });
      expect(found?.properties?.name).toBe(name);
      expect(found?.flags).toBeUndefined();
      const at = Date.parse(found?.timestamp ?? '');
      expect(at).toBeGreaterThanOrEqual(startedAt);
      expect(at).toBeLessThanOrEqual(endedAt);
    }
  });

  it('delivers more than one batch, all of it once', async () => {
    const userId = userIdOf('bulk');
    const before = world.front.posts.length;

    await client().send([
      { type: 'identify', userId, traits: {} },
      ...numbers(45).map((number) => order(userId, number + 100)),
    ]);

    expect(world.front.posts.length - before).toBeGreaterThan(1);
    expect(await ordersOf(userId)).toEqual(numbers(45).map((number) => number + 100));
  });

  it.runIf(sdk.types.includes('alias'))('makes one person of a visitor and a user with alias', async () => {
    const [userId, anonymousId] = [userIdOf('maria'), userIdOf('visitor')];
    await client().send([{ type: 'page', anonymousId, name: 'Home' }]);

    await client().send([{ type: 'alias', userId, previousId: anonymousId }]);

    await world.shop.cloud.drain();
    const visitor = await world.shop.profile(`anonymousId=${anonymousId}`);
    expect(visitor?.identifiers).toContainEqual(expect.objectContaining({ value: userId }));
  });

  it.runIf(sdk.retries).each(mishaps)('delivers once what met %s', async (mishap) => {
    const userId = userIdOf(mishap.replaceAll(' ', '-'));
    const before = world.front.posts.length;
    world.front.breakNext(mishap);

    await client().send([order(userId, 1), order(userId, 2), order(userId, 3)]);

    expect(world.front.posts.length - before).toBeGreaterThan(1);
    expect(await ordersOf(userId)).toEqual([1, 2, 3]);
  });

  it.runIf(sdk.retries)('keeps the time and the campaign that a call gives', async () => {
    const userId = userIdOf('given');
    const timestamp = new Date(Date.now() - 3_600_000);
    const context = { campaign: { name: 'spring', source: 'mail' }, page: { path: '/sale' } };

    const startedAt = Date.now();
    await client().send([{ ...order(userId, 1), timestamp, context }]);
    const tookMilliseconds = Date.now() - startedAt;

    const [kept] = await world.keptOf(userId);
    expect(kept?.context).toMatchObject(context);
    const onTheWay = Date.parse(kept?.timestamp ?? '') - timestamp.getTime();
    expect(onTheWay).toBeGreaterThanOrEqual(0);
    expect(onTheWay).toBeLessThanOrEqual(tookMilliseconds);
    expect(kept?.originalTimestamp ?? timestamp.toISOString()).toBe(timestamp.toISOString());
  });
});
