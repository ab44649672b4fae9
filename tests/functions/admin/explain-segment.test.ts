import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { asking } from '../../support/admin/asking.ts';
import { DAY, HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const buyers = {
  id: 'buyers',
  where: {
    all: [
      { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } },
      { not: { trait: 'address.city', equals: 'Gdańsk' } },
      { computed: 'orders', atLeast: 2 },
    ],
  },
};
const computed = [{ id: 'orders', event: 'Order Completed', count: true }];
const iso = (day: number) => new Date(START + day * DAY).toISOString();

const order = (world: ProfileWorld, day: number, total: number) =>
  world.event(
    { userId: 'anna', messageId: `order-${day}`, event: 'Order Completed', properties: { total } },
    START + day * DAY,
  );

/** Orders of 60 and 50 on days 0 and 10; moves to Gdańsk on day 20, back to Kraków on day 30. */
async function buyingWorld(segments: readonly object[] = [buyers]): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments, computed });
  const tell = async (day: number, ...events: StreamEvent[]) => {
    world.now = START + day * DAY;
    await world.post(...events);
  };
  const moves = (day: number, city: string) =>
    world.event(
      { type: 'identify', userId: 'anna', messageId: `moves-${day}`, traits: { address: { city } } },
      START + day * DAY,
    );
  await tell(0, order(world, 0, 60), moves(0, 'Kraków'));
  await tell(10, order(world, 10, 50));
  await tell(20, moves(20, 'Gdańsk'));
  await tell(30, moves(30, 'Kraków'));
  return world;
}

describe('GET /profiles/{id}/explain?segment=', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('answers each condition with the value it got, the events that made it so and when it changes', async () => {
    const world = await buyingWorld();

    const { body } = await asking(world)({ segment: 'buyers' });

    expect(body).toMatchObject({ segment: 'buyers', at: iso(30), holds: true, flipsAt: iso(90) });
    expect(body.where).toMatchObject({
      pointer: '/where',
      kind: 'all',
      parts: [
        {
          pointer: '/where/all/0',
          kind: 'event',
          condition: buyers.where.all[0],
          holds: true,
          flipsAt: iso(90),
          counted: [{ event: 'Order Completed', count: 2, of: 'total', sum: 110 }],
          evidence: {
            total: 2,
            items: [
              { messageId: 'order-10', value: 50, timestamp: iso(10) },
              { messageId: 'order-0', value: 60, timestamp: iso(0) },
            ],
          },
        },
        {
          pointer: '/where/all/1',
          kind: 'not',
          holds: true,
          parts: [
            {
              pointer: '/where/all/1/not',
              holds: false,
              value: 'Kraków',
              evidence: { total: 1, items: [{ messageId: 'moves-30', value: 'Kraków' }] },
            },
          ],
        },
        {
          pointer: '/where/all/2',
          kind: 'computed',
          holds: true,
          value: 2,
          evidence: { total: 2, items: [{ messageId: 'order-10' }, { messageId: 'order-0' }] },
        },
      ],
    });
  });

  it('leaves out what does not count any more', async () => {
    const world = await buyingWorld();
    world.now = START + 95 * DAY;

    const { body } = await asking(world)({ segment: 'buyers' });

    expect(body).toMatchObject({ holds: false });
    expect(body.where).toMatchObject({
      parts: [
        { holds: false, counted: [{ count: 1, sum: 50 }], evidence: { items: [{ messageId: 'order-10' }] } },
        { holds: true },
        { holds: true },
      ],
    });
  });

  it.each([
    [5, { holds: false }, { total: 1, items: [{ messageId: 'order-0' }] }],
    [15, { holds: true, flipsAt: iso(90) }, { total: 2 }],
    [25, { holds: false }, { total: 2 }],
  ])('answers for day %d from what had come until then', async (day, answer, evidence) => {
    const world = await buyingWorld();

    const { body } = await asking(world)({ segment: 'buyers', at: iso(day) });

    expect(body).toMatchObject({ at: iso(day), ...answer, where: { parts: [{ evidence }, {}, {}] } });
  });

  it('does not know at an instant past what came late', async () => {
    const world = await buyingWorld();
    world.now = START + 40 * DAY;
    const late = { ...order(world, 1, 500), receivedAt: iso(40) };
    await world.post(late);

    expect((await asking(world)({ segment: 'buyers', at: iso(5) })).body).toMatchObject({ holds: false });
    expect((await asking(world)({ segment: 'buyers' })).body).toMatchObject({
      where: { parts: [{ counted: [{ sum: 610 }] }, {}, {}] },
    });
  });

  it('explains a segment that was published after the last event', async () => {
    const world = await buyingWorld([]);
    world.publish([buyers]);

    expect((await asking(world)({ segment: 'buyers' })).body).toMatchObject({
      holds: true,
      where: { parts: [{ counted: [{ count: 2, sum: 110 }] }, {}, { value: 2 }] },
    });
  });

  it('tells when somebody was first and last seen as an instant', async () => {
    const world = await buyingWorld([
      {
        id: 'new',
        where: {
          all: [{ trait: 'firstSeen', withinLast: '50d' }, { not: { trait: 'lastSeen', exists: false } }],
        },
      },
    ]);

    expect((await asking(world)({ segment: 'new' })).body.where).toMatchObject({
      parts: [{ value: iso(0) }, { parts: [{ value: iso(30) }] }],
    });
  });

  it('shows no more evidence than can be read', async () => {
    const world = new ProfileWorld({ segments: [{ id: 'viewers', where: { event: 'Product Viewed' } }] });
    for (let view = 0; view < 60; view += 1) {
      world.now = START + view * HOUR;
      await world.post(world.event({ userId: 'anna', event: 'Product Viewed' }));
    }

    const { body } = await asking(world)({ segment: 'viewers' });

    const { evidence } = body.where as { evidence: { total: number; items: unknown[] } }; // as in the table
    expect([evidence.total, evidence.items.length]).toEqual([60, 20]);
  });

  it('answers a group of buyers with the scores and the group somebody has', async () => {
    const bounds = {
      recency: ['40d', '20d', '10d', '5d'],
      frequency: [1, 2, 3, 5],
      money: [50, 100, 150, 200],
    };
    const world = new ProfileWorld({
      segments: [{ id: 'champions', where: { rfm: 'champions' } }],
      rfm: { id: 'rfm', bounds },
    });
    await world.post(order(world, 0, 60));

    const { body } = await asking(world)({ segment: 'champions' });

    expect(body.where).toMatchObject({
      holds: false,
      value: {
        group: 'potential-loyalists',
        recency: { score: 5 },
        frequency: { score: 1 },
        money: { score: 2 },
      },
    });
  });

  it.each([
    [{ segment: 'byers' }, 404, 'there is no segment `byers`, did you mean `buyers`?'],
    [{ segment: 'buyers', at: 'yesterday' }, 400, 'that the timeline keeps, got `yesterday`'],
    [{ segment: 'buyers', at: iso(31) }, 400, 'must be an instant that the timeline keeps'],
    [{ segment: 'buyers', at: iso(-366) }, 400, 'must be an instant that the timeline keeps'],
    [{ segment: 'buyers', at: iso(-1) }, 404, 'nothing of this profile that had come by then'],
    [{ segment: 'buyers', trait: '/plan' }, 400, 'one thing is explained at a time'],
    [{ segment: 'of-size' }, 400, 'segment `of-size` has parameters, so it has no members'],
    [{ trait: '/plan', at: iso(5) }, 400, '`at` is asked of a segment, not of a trait'],
  ])('refuses %j', async (query, status, message) => {
    const ofSize = {
      id: 'of-size',
      parameters: ['size'],
      where: { trait: 'size', equals: { parameter: 'size' } },
    };
    const answer = await asking(await buyingWorld([buyers, ofSize]))(query as Record<string, string>); // some have an `at`

    expect(answer.status).toBe(status);
    expect(answer.body.error?.message).toContain(message);
  });
});
