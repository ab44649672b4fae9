import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { readProfile } from '../../../functions/profiles/read-profile.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';
import { size } from '../../support/sizes.ts';

const spent = { id: 'spent', event: 'Order Completed', sum: { of: 'total' } };
const favourite = { id: 'favourite', event: 'Product Viewed', mostFrequent: { of: 'category' } };
const viewed = { id: 'viewed', event: 'Product Viewed', within: '30d', distinct: { of: 'sku' } };
const firstOrder = { id: 'first-order', event: 'Order Completed', first: true };
const computed = [spent, favourite, viewed, firstOrder];

const viewOf = async (world: ProfileWorld, value = 'anna') => {
  const { profiles, loadRules, identityKey } = world.dependencies();
  const dependencies = { profiles, loadRules, loadIdentityKey: async () => identityKey };
  return readProfile(dependencies, { type: 'user_id', value }, new Date(world.now));
};
const order = (world: ProfileWorld, total: number, at = world.now): StreamEvent =>
  world.event({ userId: 'anna', event: 'Order Completed', properties: { total } }, at);
const view = (world: ProfileWorld, sku: string, category: string, at = world.now): StreamEvent =>
  world.event({ userId: 'anna', event: 'Product Viewed', properties: { sku, category } }, at);

describe('computed traits of a profile', () => {
  it('are worked out as events arrive, and read at any later time', async () => {
    const world = new ProfileWorld({ computed });
    await world.post(order(world, 20.5), view(world, 'a', 'Tea'), view(world, 'b', 'Tea'));
    await world.post(order(world, 10), view(world, 'c', 'Coffee'));

    expect((await viewOf(world))?.computed).toEqual({
      spent: 30.5,
      favourite: 'Tea',
      viewed: 3,
      'first-order': new Date(START).toISOString(),
    });

    world.now += 30 * DAY;
    expect((await viewOf(world))?.computed).toMatchObject({ spent: 30.5, viewed: 0 });
  });

  it('are the same in any order, in any batches, with every event doubled', async () => {
    const world = new ProfileWorld({ computed });
    const events = Array.from({ length: 24 }, (_, index) =>
      index % 3 === 0
        ? order(world, index / 7, START - index * 2 * DAY)
        : view(world, `sku-${index % 5}`, `category ${index % 4}`, START - index * 3 * DAY),
    );
    await world.post(...events);
    const expected = (await viewOf(world))?.computed;
    const orders = fc.shuffledSubarray([...events, ...events], { minLength: events.length * 2 });

    await fc.assert(
      fc.asyncProperty(orders, fc.integer({ min: 1, max: 20 }), async (posted, batch) => {
        const other = new ProfileWorld({ computed });
        for (let from = 0; from < posted.length; from += batch)
          await other.post(...posted.slice(from, from + batch));

        expect((await viewOf(other))?.computed).toEqual(expected);
      }),
      { numRuns: size(20, 500) },
    );
  });

  it('unite when two profiles turn out to be one person', async () => {
    const world = new ProfileWorld({ computed });
    const anonymous = { anonymousId: 'phone', event: 'Product Viewed' };
    await world.post(
      world.event({ ...anonymous, properties: { sku: 'a', category: 'Tea' } }),
      world.event({ ...anonymous, properties: { sku: 'b', category: 'Tea' } }),
      view(world, 'a', 'Coffee'),
    );

    await world.post(world.event({ type: 'identify', anonymousId: 'phone', userId: 'anna' }));

    expect((await viewOf(world))?.computed).toMatchObject({ favourite: 'Tea', viewed: 2 });
  });

  it('are worked out from the timeline when published later, at the next event', async () => {
    const world = new ProfileWorld({ computed: [spent] });
    await world.post(order(world, 20), view(world, 'a', 'Tea'));
    world.publish([], [], { computed });

    expect((await viewOf(world))?.computed).toEqual({ spent: 20 });

    await world.post(order(world, 5));
    expect((await viewOf(world))?.computed).toMatchObject({ spent: 25, favourite: 'Tea', viewed: 1 });
  });

  it('decide segments, and end memberships on time with no event', async () => {
    const where = { computed: 'viewed', atLeast: 2 };
    const world = new ProfileWorld({ computed, segments: [{ id: 'curious', where }] });
    await world.post(view(world, 'a', 'Tea', START - DAY), view(world, 'b', 'Tea'));

    expect((await viewOf(world))?.segments).toEqual([
      {
        id: 'curious',
        since: new Date(START).toISOString(),
        until: new Date(START + 29 * DAY).toISOString(),
      },
    ]);
    world.now = START + 29 * DAY;
    expect((await viewOf(world))?.segments).toEqual([]);
  });

  it('let people into segments as a backfill when they change, so that no journey opens for them', async () => {
    const rich = { id: 'rich', where: { computed: 'spent', atLeast: 100 } };
    const outer = { id: 'outer', where: { segment: 'rich' } };
    const thanks = {
      id: 'thanks',
      entry: { segment: 'rich', on: 'enter' },
      steps: [{ id: 'hold', type: 'wait', for: '1h' }],
    };
    const counted = { id: 'spent', event: 'Order Completed', count: true };
    const world = new ProfileWorld({ segments: [rich, outer], journeys: [thanks], computed: [counted] });
    await world.post(order(world, 150));

    world.publish([rich, outer], [thanks], { computed: [spent] });
    await world.post(world.event({ userId: 'anna', event: 'Signed In' }));

    expect(world.roots()[0]?.effects).toMatchObject([
      { kind: 'entered', segment: 'rich', backfill: true },
      { kind: 'entered', segment: 'outer', backfill: true },
    ]);
  });

  it('leave nothing behind when no longer live', async () => {
    const world = new ProfileWorld({ computed });
    await world.post(order(world, 20), view(world, 'a', 'Tea'));
    expect(world.roots()[0]?.accumulators.size).toBe(3);

    world.publish([], [], {});
    await world.post(order(world, 5));

    expect(world.roots()[0]?.accumulators.size).toBe(0);
    expect((await viewOf(world))?.computed).toEqual({});
  });

  it('cost an event that none of them mentions nothing', async () => {
    const world = new ProfileWorld({ computed });
    await world.post(order(world, 20));
    const before = world.roots()[0]?.accumulators;

    await world.post(world.event({ userId: 'anna', event: 'Signed In' }));

    expect(world.roots()[0]?.accumulators).toEqual(before);
  });
});
