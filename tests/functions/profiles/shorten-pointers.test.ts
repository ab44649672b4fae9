import { describe, expect, it } from 'vitest';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const anonymous = (world: ProfileWorld, index: number) => keyOf(world, 'anonymous_id', `a${index}`);
const keyOf = (world: ProfileWorld, type: string, value: string) =>
  nodeKey(world.dependencies().identityKey, type, value);

/** How many pointers lead from a key to its profile. */
function hopsFrom(world: ProfileWorld, key: string): number {
  const to = world.stores.nodes.get(key)?.to;
  return typeof to === 'string' ? 1 + hopsFrom(world, to) : 0;
}

/** Profiles that each survive the one before: the worst there is for pointers. */
async function mergeOneAfterAnother(count: number): Promise<ProfileWorld> {
  const world = new ProfileWorld({ rules: { limits: { anonymous_id: { count: 1_000 } } } });
  for (let index = 0; index < count; index += 1)
    await world.post(world.event({ anonymousId: `a${index}` }, START - index));
  for (let index = 1; index < count; index += 1) {
    const ids = { anonymousId: `a${index}`, previousId: `a${index - 1}` };
    await world.post(world.event({ type: 'alias', ...ids }));
  }
  return world;
}

describe('pointers', () => {
  it('stay short through a hundred merges of which each ends the survivor of the one before', async () => {
    const world = await mergeOneAfterAnother(101);

    const hops = Array.from({ length: 101 }, (_, index) => hopsFrom(world, anonymous(world, index)));
    expect(Math.max(...hops)).toBeLessThanOrEqual(5);
    expect(world.roots()).toHaveLength(1);
    expect(Math.max(...world.stores.saved.map(({ repointed }) => repointed.length))).toBe(25);
  });

  it('lead straight to the profile once an event came their way and something else is stored with it', async () => {
    const world = new ProfileWorld();
    const email = { traits: { email: 'e@x.de' } };
    await world.post(world.event({ type: 'identify', anonymousId: 'a0', ...email }));
    await world.post(world.event({ userId: 'u1' }));
    await world.post(world.event({ type: 'identify', userId: 'u1', ...email }));
    const key = anonymous(world, 0);
    const before = hopsFrom(world, key);

    await world.post(
      world.event({ type: 'identify', anonymousId: 'a0', traits: { phone: '+49 30 1234567' } }),
    );

    expect([before, hopsFrom(world, key)]).toEqual([2, 1]);
    expect(world.stores.saved.at(-1)?.repointed).toHaveLength(1);
  });

  it('wait while an event would cost a single put', async () => {
    const world = await mergeOneAfterAnother(3);
    const from = keyOf(world, 'anonymous_id', 'a0');
    world.stores.nodes.set(from, { to: anonymous(world, 1) });

    await world.post(world.event({ anonymousId: 'a0' }));

    expect(world.stores.saved.at(-1)?.repointed).toEqual([]);
    expect(hopsFrom(world, from)).toBe(2);
  });

  it('are not waited for when the way is long', async () => {
    const world = await mergeOneAfterAnother(6);
    for (let index = 0; index < 5; index += 1)
      world.stores.nodes.set(anonymous(world, index), { to: anonymous(world, index + 1) });

    await world.post(world.event({ anonymousId: 'a0' }));

    expect([0, 1, 2, 3, 4].map((index) => hopsFrom(world, anonymous(world, index)))).toEqual([1, 1, 1, 1, 1]);
  });

  it('are decided anew when one was pointed elsewhere meanwhile', async () => {
    const world = await mergeOneAfterAnother(6);
    const stored = (index: number) =>
      world.stores.nodes.set(anonymous(world, index), { to: anonymous(world, index + 1) });
    for (let index = 0; index < 5; index += 1) stored(index);
    let races = 0;
    world.stores.beforeSave = () => {
      if (races++ === 0) world.stores.nodes.set(anonymous(world, 0), { to: anonymous(world, 5) });
    };

    await world.post(world.event({ anonymousId: 'a0' }));

    expect(races).toBe(2);
    expect(hopsFrom(world, anonymous(world, 0))).toBe(1);
    expect(world.failed).toEqual([]);
  });
});
