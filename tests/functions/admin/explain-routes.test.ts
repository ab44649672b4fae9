import { describe, expect, it } from 'vitest';
import { explainRoutes } from '../../../functions/admin/explain-routes.ts';
import { findPerson } from '../../../functions/profiles/find-root.ts';
import { bringUp } from '../../../functions/profiles/load-world.ts';
import { adminApi } from '../../support/admin/admin-api.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const of = (property: string) => ({ of: property });
const orders = { event: 'Order Completed' };
const computed = [
  { id: 'orders', ...orders, count: true },
  { id: 'spent', ...orders, sum: of('total') },
  { id: 'largest', ...orders, maximum: of('total') },
  { id: 'smallest', ...orders, minimum: of('total') },
  { id: 'first-total', ...orders, first: of('total') },
  { id: 'first-time', ...orders, first: true },
  { id: 'last-total', ...orders, last: of('total') },
  { id: 'favourite', ...orders, mostFrequent: of('total') },
];

/** Orders of 20, 5, 20 and none on days 0, 1, 2 and 3, the first of them coming last. */
async function orderingWorld(): Promise<ProfileWorld> {
  const world = new ProfileWorld({ computed });
  const order = (day: number, properties: Record<string, unknown>) =>
    world.event(
      { userId: 'anna', messageId: `order-${day}`, event: 'Order Completed', properties },
      START + day * DAY,
    );
  world.now = START + 3 * DAY;
  await world.post(order(1, { total: 5 }), order(2, { total: 20 }), order(3, { note: 'gift' }));
  await world.post(order(0, { total: 20 }));
  return world;
}

function asking(world: ProfileWorld) {
  const { identityKey, loadRules } = world.dependencies();
  const api = adminApi(
    explainRoutes({
      timeline: world.stores,
      findPerson: (id) => findPerson({ profiles: world.stores }, id),
      loadRules,
      loadIdentityKey: async () => identityKey,
      bringUp: (person, to) => bringUp({ profiles: world.stores, timeline: world.stores }, person, to),
    }),
  );
  return async (query: Record<string, string>, id = world.roots()[0]?.id ?? '') =>
    api('GET', `/profiles/${encodeURIComponent(id)}/explain`, { query });
}

describe('GET /profiles/{id}/explain?computed=', () => {
  const ids = ['order-3', 'order-2', 'order-1', 'order-0'];
  const priced = ids.slice(1);
  it.each<[string, unknown, string[], string | undefined]>([
    ['orders', 4, ids, undefined],
    ['spent', 45, priced, undefined],
    ['largest', 20, priced, 'order-2'],
    ['smallest', 5, priced, 'order-1'],
    ['first-total', 20, priced, 'order-0'],
    ['first-time', new Date(START).toISOString(), ids, 'order-0'],
    ['last-total', 20, priced, 'order-2'],
    ['favourite', 20, priced, undefined],
  ])('names the events that count for %s', async (id, value, counted, deciding) => {
    const world = await orderingWorld();

    const { body } = await asking(world)({ computed: id });

    expect(body).toMatchObject({ computed: id, value, valueOfTimeline: value });
    expect(body.counted).toMatchObject({
      total: counted.length,
      items: counted.map((messageId) => ({ messageId, source: 'web', event: 'Order Completed' })),
    });
    expect((body.deciding as { messageId: string } | undefined)?.messageId).toBe(deciding); // as in the table
  });

  it('shows that the timeline holds less than the value was made of', async () => {
    const world = await orderingWorld();
    const [oldest = ''] = world.stores.chunks.keys();
    world.stores.chunks.delete(oldest);

    expect((await asking(world)({ computed: 'spent' })).body).toMatchObject({
      value: 45,
      valueOfTimeline: 20,
      counted: { total: 1 },
    });
  });

  it('shows what a trait will be that was published after the last event', async () => {
    const world = await orderingWorld();
    world.publish([], [], { computed: [...computed, { id: 'prices', ...orders, distinct: of('total') }] });

    const { body } = await asking(world)({ computed: 'prices' });

    expect(body).not.toHaveProperty('value');
    expect(body).toMatchObject({ valueOfTimeline: 2, counted: { total: 3 } });
  });
});

describe('GET /profiles/{id}/explain?trait=', () => {
  it('finds the events of both branches of a merged profile by the stamps of the trait', async () => {
    const world = new ProfileWorld();
    const identify = (ids: object, plan: unknown, day: number) =>
      world.event({ type: 'identify', ...ids, traits: { plan } }, START + day * DAY);
    await world.post(identify({ anonymousId: 'phone' }, 'pro', 2));
    await world.post(identify({ anonymousId: 'laptop' }, 'free', 1));
    await world.post(identify({ anonymousId: 'phone', userId: 'anna' }, undefined, 3));
    await world.post(identify({ anonymousId: 'laptop', userId: 'anna' }, undefined, 4));

    expect((await asking(world)({ trait: '/plan' })).body).toMatchObject({
      trait: '/plan',
      value: 'pro',
      winning: [{ value: 'pro', event: { messageId: 'message-1', source: 'web', type: 'identify' } }],
      beaten: { total: 1, items: [{ value: 'free', event: { messageId: 'message-2' } }] },
    });
  });
});

describe('GET /profiles/{id}/explain?merge=', () => {
  async function mergingWorld() {
    const world = new ProfileWorld({ rules: { maxMerges: 1 } });
    const identify = (ids: object, messageId: string) => world.event({ type: 'identify', messageId, ...ids });
    await world.post(identify({ anonymousId: 'phone' }, 'phone'));
    await world.post(identify({ userId: 'anna' }, 'anna'));
    const [phone, anna] = world.roots();
    await world.post(identify({ userId: 'anna', anonymousId: 'phone' }, 'joins'));
    await world.post(identify({ userId: 'ben', anonymousId: 'phone' }, 'shares'));
    await world.post(identify({ anonymousId: 'tablet' }, 'tablet'));
    await world.post(identify({ userId: 'anna', anonymousId: 'tablet' }, 'one-too-many'));
    return { world, phone: phone?.id ?? '', anna: anna?.id ?? '' };
  }

  it('names the event, the identifiers that joined them and what was folded in', async () => {
    const { world, phone, anna } = await mergingWorld();

    const { body } = await asking(world)({ merge: phone }, anna);

    expect(body.items).toMatchObject([
      {
        at: new Date(START).toISOString(),
        rule: 'merged',
        what: [phone],
        by: ['user_id', 'anonymous_id'],
        event: { messageId: 'joins' },
        identifiers: [
          { type: 'user_id', value: 'anna' },
          { type: 'anonymous_id', value: 'phone' },
        ],
      },
    ]);
  });

  it('says which cap kept an identifier out', async () => {
    const { world, anna } = await mergingWorld();

    expect((await asking(world)({ merge: 'anonymous_id:tablet' }, anna)).body.items).toMatchObject([
      { rule: 'capped', by: ['maxMerges'], event: { messageId: 'one-too-many' } },
    ]);
  });

  it('says by which limit an identifier was kept out, also when the event is gone', async () => {
    const { world } = await mergingWorld();
    const shared = async () => {
      const ben = world.roots().find(({ id }) => id.startsWith('user_id:') && id !== world.roots()[0]?.id);
      return (await asking(world)({ merge: 'anonymous_id:phone' }, ben?.id ?? '')).body.items;
    };

    expect(await shared()).toMatchObject([
      { rule: 'demoted', by: ['user_id'], event: { messageId: 'shares' } },
    ]);
    world.stores.chunks.clear();
    const [gone] = (await shared()) ?? [];
    expect(gone).toMatchObject({ rule: 'demoted', by: ['user_id'], identifiers: [] });
    expect(gone).not.toHaveProperty('event');
  });
});

describe('GET /profiles/{id}/explain', () => {
  it.each<[Record<string, string>, number, string]>([
    [{}, 400, 'got 0'],
    [{ trait: '/plan', computed: 'orders' }, 400, 'got 2'],
    [{ trait: 'plan' }, 400, 'no JSON pointer'],
    [{ computed: 'none' }, 404, 'no computed trait'],
    [{ merge: 'user_id:none' }, 404, 'has nothing about'],
  ])('refuses %o', async (query, status, message) => {
    const answer = await asking(await orderingWorld())(query);

    expect(answer).toMatchObject({ status, body: { error: { message: expect.stringContaining(message) } } });
  });

  it('does not find a profile that nobody has', async () => {
    const answer = await asking(await orderingWorld())({ trait: '/plan' }, 'user_id:nobody');

    expect(answer.status).toBe(404);
  });
});
