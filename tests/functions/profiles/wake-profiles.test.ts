import { describe, expect, it } from 'vitest';
import { wakeProfiles } from '../../../functions/profiles/wake-profiles.ts';
import { DAY, MINUTE, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '7d' } };
const minuteOf = (instant: number) => Math.ceil(instant / MINUTE);

async function worldWithBuyer(): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments: [buyers] });
  await world.post(world.event({ userId: 'anna', event: 'Order Completed' }));
  return world;
}

describe('wake-profiles', () => {
  it('ends a membership at its instant with no event', async () => {
    const world = await worldWithBuyer();
    world.now = START + 7 * DAY;

    const result = await wakeProfiles(world.dependencies(), minuteOf(world.now));

    const [root] = world.roots();
    expect(result).toEqual({ due: 1, written: 1 });
    expect(root?.memberships.get('buyers')).toEqual({ since: undefined, entry: 1 });
    expect(root?.effects.map(({ kind, at }) => ({ kind, at }))).toEqual([
      { kind: 'exited', at: START + 7 * DAY },
    ]);
  });

  it('dates what time alone changed to its instant, not to the waking', async () => {
    const world = await worldWithBuyer();
    world.now = START + 7 * DAY + 30_000;

    await wakeProfiles(world.dependencies(), minuteOf(world.now));

    const [root] = world.roots();
    expect(root?.effects.map(({ kind, at }) => ({ kind, at }))).toEqual([
      { kind: 'exited', at: START + 7 * DAY },
    ]);
  });

  it('dates it so, too, when something else was published meanwhile', async () => {
    const world = await worldWithBuyer();
    const members = { id: 'members', where: { not: { segment: 'buyers' } } };
    world.publish([buyers, members]);
    world.now = START + 7 * DAY + 30_000;

    await wakeProfiles(world.dependencies(), minuteOf(world.now));

    expect(world.roots()[0]?.effects).toMatchObject([
      { kind: 'exited', segment: 'buyers', at: START + 7 * DAY },
      { kind: 'entered', segment: 'members', at: world.now, backfill: true },
    ]);
  });

  it('dates it so, too, when an event comes before the waking', async () => {
    const world = await worldWithBuyer();
    const viewers = { id: 'viewers', where: { event: 'Product Viewed' } };
    world.publish([buyers, viewers]);
    await wakeProfiles(world.dependencies(), minuteOf(START + 7 * DAY));
    world.now = START + 7 * DAY + 30_000;

    await world.post(world.event({ userId: 'anna', event: 'Product Viewed' }));

    expect(world.roots()[0]?.effects).toMatchObject([
      { kind: 'exited', segment: 'buyers', at: START + 7 * DAY },
      { kind: 'entered', segment: 'viewers', at: world.now },
    ]);
  });

  it('finds nothing to do when the minute is repeated', async () => {
    const world = await worldWithBuyer();
    world.now = START + 7 * DAY;
    await wakeProfiles(world.dependencies(), minuteOf(world.now));

    const again = await wakeProfiles(world.dependencies(), minuteOf(world.now));

    expect(again).toEqual({ due: 1, written: 0 });
  });

  it('looks at the minute before too, for a timer that was written late', async () => {
    const world = await worldWithBuyer();
    world.now = START + 7 * DAY + MINUTE;

    const result = await wakeProfiles(world.dependencies(), minuteOf(START + 7 * DAY) + 1);

    expect(result.written).toBe(1);
  });

  it('only arms a later timer when the flip has moved', async () => {
    const world = await worldWithBuyer();
    world.now = START + DAY;
    await world.post(world.event({ userId: 'anna', event: 'Order Completed' }));
    expect([...world.stores.timers.keys()]).toEqual([minuteOf(START + 7 * DAY)]);
    const saved = world.stores.saved.length;
    world.now = START + 7 * DAY;

    const result = await wakeProfiles(world.dependencies(), minuteOf(world.now));

    expect(result).toEqual({ due: 1, written: 0 });
    expect(world.stores.saved.length).toBe(saved);
    expect([...world.stores.timers.keys()]).toContain(minuteOf(START + 8 * DAY));
  });

  it('arms a later timer each time the flip is found to have moved, with no write in between', async () => {
    const world = await worldWithBuyer();
    for (const day of [1, 2]) {
      world.now = START + day * DAY;
      await world.post(world.event({ userId: 'anna', event: 'Order Completed' }));
    }
    const saved = world.stores.saved.length;

    for (const day of [7, 8, 9]) {
      world.now = START + day * DAY;
      await wakeProfiles(world.dependencies(), minuteOf(world.now));
    }

    expect(world.stores.saved.length).toBe(saved + 1);
    const [root] = world.roots();
    expect(root?.effects.map(({ kind, at }) => ({ kind, at }))).toEqual([
      { kind: 'exited', at: START + 9 * DAY },
    ]);
  });

  it('catches up minute by minute after an outage, each flip at its own instant', async () => {
    const active = { id: 'active', where: { event: 'Order Completed', within: '6d' } };
    const world = new ProfileWorld({ segments: [buyers, active] });
    await world.post(world.event({ userId: 'anna', event: 'Order Completed' }));
    world.now = START + 20 * DAY;

    const minutes = [6, 7].map((day) => minuteOf(START + day * DAY));
    const woken = [];
    for (const minute of minutes) woken.push(await wakeProfiles(world.dependencies(), minute));

    const exits = world.stores.saved
      .flatMap(({ profile }) => profile.effects)
      .flatMap((effect) => (effect.kind === 'exited' ? [[effect.segment, effect.at]] : []));
    expect(woken.map(({ written }) => written)).toEqual([1, 0]);
    expect(exits).toEqual([
      ['buyers', START + 7 * DAY],
      ['active', START + 6 * DAY],
    ]);
  });

  it('leaves an absorbed profile to its survivor', async () => {
    const world = new ProfileWorld({ segments: [buyers] });
    await world.post(world.event({ anonymousId: 'phone', event: 'Order Completed' }));
    await world.post(world.event({ userId: 'anna' }));
    await world.post(world.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));
    world.now = START + 7 * DAY;

    const result = await wakeProfiles(world.dependencies(), minuteOf(world.now));

    expect(result).toEqual({ due: 2, written: 1 });
  });
});
