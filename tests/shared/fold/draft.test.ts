import { describe, expect, it } from 'vitest';
import { itemsOf } from '../../../shared/fold/draft.ts';
import { bytesBeyondUnits } from '../../../shared/profiles/codec/hot-codec.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { MINUTE, ProfileWorld } from '../../support/profiles/profile-world.ts';

const identify = (traits: object) => ({ type: 'identify' as const, userId: 'anna', traits: { ...traits } });
const large = 'x'.repeat(1_000);

const placesOf = ({ stores }: ProfileWorld) =>
  stores.saved.map((write) => ({ items: itemsOf(write), isApart: write.profile.cold === undefined }));

async function traitsOf(world: ProfileWorld): Promise<Record<string, unknown>> {
  const [root] = world.roots();
  return plainTraits((await world.cold(root?.id ?? '')).traits);
}

describe('a small cold part', () => {
  it('stands with the hot part, so that a new person and her first traits are a single put each', async () => {
    const world = new ProfileWorld();

    await world.post(world.event({ userId: 'anna', event: 'Signed Up' }));
    await world.post(world.event(identify({ name: 'Anna' })));

    const inPlace = { items: 1, isApart: false };
    expect(placesOf(world)).toEqual([inPlace, inPlace]);
    expect(await traitsOf(world)).toEqual({ name: 'Anna' });
  });

  it('becomes an item of its own when it no longer fits, and stays one', async () => {
    const world = new ProfileWorld();
    await world.post(world.event(identify({ name: 'Anna' })));

    await world.post(world.event(identify({ letter: large })));
    await world.post(world.event(identify({ letter: null })));

    const apart = { items: 2, isApart: true };
    expect(placesOf(world)).toEqual([{ items: 1, isApart: false }, apart, apart]);
    expect(await traitsOf(world)).toEqual({ name: 'Anna' });
  });

  it('makes room when it is the hot part that grows', async () => {
    const world = new ProfileWorld();
    await world.post(world.event(identify({ letter: large.slice(0, 500) })));

    for (let event = 0; event < 60; event += 1) {
      world.now += MINUTE;
      await world.post(world.event({ userId: 'anna', event: `Page ${event} Viewed` }));
    }

    const places = placesOf(world);
    expect(places.filter(({ items }) => items === 2)).toHaveLength(1);
    expect(places.at(-1)).toEqual({ items: 1, isApart: true });
    expect(world.stores.saved.every(({ profile }) => bytesBeyondUnits(profile) === 0)).toBe(true);
    expect(await traitsOf(world)).toEqual({ letter: large.slice(0, 500) });
  });

  it('goes with its profile into a merge, wherever either stood', async () => {
    const world = new ProfileWorld();
    await world.post(world.event({ ...identify({ letter: large }) }));
    await world.post(world.event({ type: 'identify', anonymousId: 'phone', traits: { plan: 'gold' } }));

    await world.post(world.event({ userId: 'anna', anonymousId: 'phone', event: 'Signed In' }));

    expect(await traitsOf(world)).toEqual({ letter: large, plan: 'gold' });
    expect(await world.people()).toEqual([['anonymous_id:phone', 'user_id:anna']]);
  });
});
