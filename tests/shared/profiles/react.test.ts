import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { wakeProfiles } from '../../../functions/profiles/wake-profiles.ts';
import type { Profile } from '../../../shared/profiles/profile.ts';
import { eventsOf } from '../../../shared/profiles/react.ts';
import { DAY, MINUTE, ProfileWorld } from '../../support/profiles/profile-world.ts';

const lookers = { id: 'lookers', where: { event: 'Product Viewed', within: '1d' } };
const welcome = {
  id: 'welcome',
  name: 'Welcome',
  entry: { segment: 'lookers', on: 'enter' },
  steps: [{ id: 'settle', type: 'wait', for: '1h' }],
};
const view = { event: 'Product Viewed' };

async function toldIn(world: ProfileWorld, { heads }: Profile): Promise<StreamEvent[]> {
  return (await world.stores.load(heads)).filter(({ source }) => source.kind === 'platform');
}

async function wake(world: ProfileWorld, afterMs: number): Promise<void> {
  world.now += afterMs;
  await wakeProfiles(world.dependencies(), Math.ceil(world.now / MINUTE));
}

function only(world: ProfileWorld): Profile {
  const [root, ...others] = world.roots();
  if (!root || others.length > 0) throw new Error(`one profile expected, got ${others.length + 1}`);
  return root;
}

const summary = ({ event, properties }: StreamEvent) => [event, properties?.segment ?? properties?.journey];

describe('what a write of a profile tells', () => {
  it('stands in its own chunk, with the event that made it so', async () => {
    const world = new ProfileWorld({ segments: [lookers], journeys: [welcome] });

    await world.post(world.event({ userId: 'anna', ...view }));

    const [write, ...others] = world.stores.saved;
    expect(others).toEqual([]);
    expect(write?.events.map(summary)).toEqual([
      ['Product Viewed', undefined],
      ['Segment Entered', 'lookers'],
      ['Journey Started', 'welcome'],
    ]);
  });

  it('is no event that was applied', async () => {
    const world = new ProfileWorld({ segments: [lookers] });

    const { applied } = await world.post(world.event({ userId: 'anna', ...view }));

    expect(applied).toBe(1);
  });

  it('is passed over when the stream brings its copy, however often', async () => {
    const world = new ProfileWorld({ segments: [lookers], journeys: [welcome] });
    await world.post(world.event({ userId: 'anna', ...view }));
    const { id, effects } = only(world);
    const copies = eventsOf(id, effects);

    const result = await world.post(...copies, ...copies);

    expect(copies).toHaveLength(2);
    expect(result).toMatchObject({ applied: 0, failed: 0, forgotten: 0, failedFrom: undefined });
    expect(world.stores.saved).toHaveLength(1);
  });

  it('is in the timeline when time alone decided it', async () => {
    const world = new ProfileWorld({ segments: [lookers] });
    await world.post(world.event({ userId: 'anna', ...view }));

    await wake(world, DAY);

    const told = await toldIn(world, only(world));
    expect(told.map(summary)).toEqual([
      ['Segment Entered', 'lookers'],
      ['Segment Exited', 'lookers'],
    ]);
  });

  it('stands there once when the write lost its race and was decided again', async () => {
    const world = new ProfileWorld({ segments: [lookers] });
    await world.post(world.event({ userId: 'anna' }));
    let pending: Promise<unknown> | undefined;
    world.stores.beforeSave = () => {
      world.stores.beforeSave = () => {};
      pending = world.post(world.event({ userId: 'anna', ...view }));
    };

    await world.post(world.event({ userId: 'anna', ...view }));
    await pending;

    expect((await toldIn(world, only(world))).map(summary)).toEqual([['Segment Entered', 'lookers']]);
  });

  it('has a name of its own each time, also when a merge brings back an entry that was left before', async () => {
    const world = new ProfileWorld({ segments: [lookers] });
    await world.post(world.event({ userId: 'anna', ...view }));
    await wake(world, DAY);
    await world.post(world.event({ anonymousId: 'phone', ...view }));
    await world.post(world.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));
    await wake(world, DAY);

    const told = await toldIn(world, only(world));
    const exits = told.filter(({ event }) => event === 'Segment Exited');
    expect(exits.map(({ properties }) => properties?.entry)).toEqual([1, 1]);
    expect(new Set(told.map(({ messageId }) => messageId)).size).toBe(told.length);
  });
});
