import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { DAY, HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const group = (fields: Partial<StreamEvent>): Partial<StreamEvent> => ({
  type: 'group',
  groupId: 'acme',
  ...fields,
});

const stored = (world: ProfileWorld) =>
  [...world.stores.groups.values()].map((item) => ({
    id: item.id,
    version: item.version,
    traits: plainTraits(JSON.parse(String(item.body))),
  }));

describe('a group event', () => {
  it('sets the traits of the group, not of the person', async () => {
    const world = new ProfileWorld();

    await world.post(world.event(group({ userId: 'anna', traits: { plan: 'pro', seats: 5 } })));

    expect(stored(world)).toEqual([{ id: 'acme', version: 1, traits: { plan: 'pro', seats: 5 } }]);
    const [root] = world.roots();
    expect(plainTraits((await world.cold(root?.id ?? '')).traits)).toEqual({});
  });

  it('writes the group once for a whole batch', async () => {
    const world = new ProfileWorld();
    const events = ['anna', 'bert', 'carl'].map((userId, at) =>
      world.event(group({ userId, traits: { plan: `plan-${at}` } }), START + at),
    );

    await world.post(...events);

    expect(stored(world)).toEqual([{ id: 'acme', version: 1, traits: { plan: 'plan-2' } }]);
  });

  it('changes nothing when it comes late, or again', async () => {
    const world = new ProfileWorld();
    const newest = world.event(group({ userId: 'anna', traits: { plan: 'pro' } }), START + DAY);
    await world.post(newest);

    await world.post(newest, world.event(group({ userId: 'bert', traits: { plan: 'free' } }), START));

    expect(stored(world)).toEqual([{ id: 'acme', version: 1, traits: { plan: 'pro' } }]);
  });

  it('takes a trait away with null, whichever came first', async () => {
    const world = new ProfileWorld();

    await world.post(world.event(group({ userId: 'anna', traits: { plan: null } }), START + HOUR));
    await world.post(world.event(group({ userId: 'anna', traits: { plan: 'pro', seats: 5 } }), START));

    expect(stored(world)[0]?.traits).toEqual({ seats: 5 });
  });

  it('is decided again when another writer came first, and loses nothing', async () => {
    const world = new ProfileWorld();
    const rival = new ProfileWorld();
    const { saveGroup } = world.stores;
    let isFirst = true;
    world.stores.saveGroup = async (write) => {
      if (isFirst) {
        isFirst = false;
        const traits = { '/seats': [9, START, 'rival'] as const };
        await saveGroup.call(world.stores, { ...write, group: { version: 1, traits } });
      }
      return saveGroup.call(world.stores, write);
    };

    await world.post(rival.event(group({ userId: 'anna', traits: { plan: 'pro' } })));

    expect(stored(world)).toEqual([{ id: 'acme', version: 2, traits: { seats: 9, plan: 'pro' } }]);
  });

  it('makes the batch come again from it when the group cannot be stored', async () => {
    const world = new ProfileWorld();
    world.stores.saveGroup = async () => {
      throw new Error('the table is away');
    };
    const [anna, bert] = ['anna', 'bert'].map((userId) =>
      world.event(group({ userId, traits: { plan: 'pro' } })),
    );
    // whoever has a refused event is folded twice, and so done after others
    const refused = world.event({ ...anna, traits: { plan: 'free' } });

    const result = await world.post(
      world.event({ userId: 'carl', event: 'Viewed' }),
      ...[anna, refused, bert].filter((event) => event !== undefined),
    );

    expect(result.failedFrom).toBe('1');
  });

  it('names no group with what broken senders put there', async () => {
    const world = new ProfileWorld();

    await world.post(world.event(group({ userId: 'anna', groupId: 'undefined', traits: { plan: 'pro' } })));

    expect(stored(world)).toEqual([]);
    expect((await world.cold(world.roots()[0]?.id ?? '')).groups).toEqual({});
  });

  it('of a browser may not set what is protected', async () => {
    const world = new ProfileWorld({ protectedTraits: ['plan'] });
    const source = { id: 'web', kind: 'browser' } as const;

    await world.post(world.event(group({ source, userId: 'anna', traits: { plan: 'pro' } })));

    expect(stored(world)).toEqual([]);
    expect(world.failed.map(({ code }) => code)).toEqual(['forbidden_operation']);
  });
});
