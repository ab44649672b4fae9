import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { shuffled } from '../../support/cloud/shuffled.ts';
import { forgetPerson } from '../../support/profiles/forget-person.ts';
import { DAY, HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const segments = [{ id: 'viewers', where: { event: 'Product Viewed', within: '1d' } }];
const keyOf = (world: ProfileWorld, type: string, value: string) =>
  nodeKey(world.dependencies().identityKey, type, value);
const anna = { userId: 'anna', anonymousId: 'a1' };
const nodeOf = (world: ProfileWorld, type: string, value: string) =>
  world.stores.nodes.get(keyOf(world, type, value));

/** Two devices and a sign-in that makes one person of them. */
function lifeOf(world: ProfileWorld): StreamEvent[] {
  return [
    world.event({ anonymousId: 'a1', event: 'Product Viewed' }),
    world.event({ anonymousId: 'a2', event: 'Product Viewed' }),
    world.event({ type: 'identify', ...anna, traits: { email: 'anna@x.de', plan: 'pro' } }),
    world.event({ type: 'identify', userId: 'anna', anonymousId: 'a2' }),
  ];
}

async function erasedWorld() {
  const world = new ProfileWorld({ segments });
  const life = lifeOf(world);
  await world.post(...life);
  const root = await world.root(keyOf(world, 'user_id', 'anna'));
  world.now += HOUR;
  const job = await forgetPerson(world, root.id);
  return { world, life, root, job };
}

describe('an erasure', () => {
  it('leaves a tombstone under every identifier and every id, and certifies what was removed', async () => {
    const { world, root, job } = await erasedWorld();

    const ids = [
      ['user_id', 'anna'],
      ['anonymous_id', 'a1'],
      ['anonymous_id', 'a2'],
      ['email', 'anna@x.de'],
    ];
    for (const [type = '', value = ''] of ids)
      expect(nodeOf(world, type, value)).toEqual({
        erasedAt: START + HOUR,
        version: root.version + 1,
        effectNumber: root.effectNumber + 1,
        entries: 1,
      });
    expect(world.stores.cold.size).toBe(0);
    expect(world.stores.chunks.size).toBe(0);
    expect(job).toMatchObject({
      status: 'done',
      counts: { tombstones: 4 },
      certificate: {
        erasedAt: new Date(START + HOUR).toISOString(),
        removed: { timeline: expect.any(Number) },
      },
    });
    expect(JSON.stringify(job)).not.toMatch(/anna|"a1"|"a2"|"pro"/);
  });

  it('reads the person again when an event comes between reading and erasing', async () => {
    const world = new ProfileWorld({ segments });
    await world.post(...lifeOf(world));
    let raced = 0;

    const job = await forgetPerson(world, keyOf(world, 'user_id', 'anna'), async ({ step }) => {
      if (step !== 'tombstones' || raced === 2) return;
      raced += 1;
      await world.post(world.event({ type: 'identify', userId: 'anna', anonymousId: `late-${raced}` }));
    });

    expect(job.status).toBe('done');
    expect(nodeOf(world, 'anonymous_id', 'late-2')).toHaveProperty('erasedAt');
    expect(world.stores.chunks.size).toBe(0);
  });

  it('takes a tombstone that it wrote itself for its own, when only the answer was lost', async () => {
    const world = new ProfileWorld({ segments });
    await world.post(...lifeOf(world));
    const { erase } = world.stores;
    world.stores.erase = async (erasure) => {
      await erase.call(world.stores, erasure);
      return 'conflict';
    };

    expect(await forgetPerson(world, keyOf(world, 'user_id', 'anna'))).toMatchObject({ status: 'done' });
  });
});

describe('events about a person who was erased', () => {
  it('are dropped and counted in any order and number, and are no failed events', async () => {
    const { world, life } = await erasedWorld();
    const nodes = new Map(world.stores.nodes);

    for (let seed = 1; seed <= 20; seed += 1) {
      const events = shuffled([...life, ...life.slice(0, seed % 4)], seed);
      expect(await world.post(...events)).toMatchObject({ applied: 0, failed: 0, forgotten: events.length });
    }

    expect(world.stores.nodes).toEqual(nodes);
    expect(world.stores.chunks.size).toBe(0);
    expect(world.failed).toEqual([]);
  });

  it('are dropped whenever the platform tells them: they are about the life that was', async () => {
    const { world, root } = await erasedWorld();
    const told = world.event({ profileId: root.id, source: { id: 'tributary', kind: 'platform' } });

    expect(await world.post(told)).toMatchObject({ forgotten: 1, failed: 0 });
  });

  it('begin a new life when they happened later, whose numbers go on', async () => {
    const { world, root } = await erasedWorld();
    await world.post(world.event({ ...anna, event: 'Product Viewed' }));

    const next = await world.root(keyOf(world, 'user_id', 'anna'));
    const cold = await world.cold(next.id);

    expect(cold.identifiers.map(({ value }) => value).sort()).toEqual(['a1', 'anna']);
    expect(cold.traits).toEqual({});
    expect(next.version).toBeGreaterThan(root.version);
    expect(next.effects.every(({ number }) => number > root.effectNumber + 1)).toBe(true);
    expect(next.memberships.get('viewers')).toMatchObject({ entry: 2 });
  });

  it('stay forgotten in the new life, through its merges and its own erasure', async () => {
    const { world, life } = await erasedWorld();
    await world.post(world.event({ userId: 'anna', event: 'Product Viewed' }));
    await world.post(world.event({ anonymousId: 'new', event: 'Product Viewed' }));
    await world.post(world.event({ type: 'identify', userId: 'anna', anonymousId: 'new' }));
    expect(await world.post(...life)).toMatchObject({ applied: 0, forgotten: life.length });

    world.now += DAY;
    await forgetPerson(world, keyOf(world, 'user_id', 'anna'));

    expect(await world.post(...life)).toMatchObject({ applied: 0, forgotten: life.length });
    expect(nodeOf(world, 'user_id', 'anna')).toMatchObject({ entries: 2 });
  });

  it('of a device that somebody else uses count for them, without the device', async () => {
    const { world } = await erasedWorld();
    const old = world.event({ userId: 'bob', anonymousId: 'a1', event: 'Product Viewed' }, START);
    await world.post(world.event({ userId: 'bob' }));

    expect(await world.post(old)).toMatchObject({ applied: 1, forgotten: 0 });

    const bob = await world.cold(keyOf(world, 'user_id', 'bob'));
    expect(bob.identifiers.map(({ value }) => value)).toEqual(['bob']);
    expect(nodeOf(world, 'anonymous_id', 'a1')).toHaveProperty('erasedAt');
  });

  it('of a device that moves to somebody later stay forgotten, too', async () => {
    const { world, life } = await erasedWorld();
    await world.post(world.event({ type: 'identify', userId: 'bob', anonymousId: 'a1' }));

    expect(nodeOf(world, 'anonymous_id', 'a1')).toMatchObject({ to: keyOf(world, 'user_id', 'bob') });
    expect(await world.post(...life)).toMatchObject({ applied: 0, forgotten: life.length });
  });
});
