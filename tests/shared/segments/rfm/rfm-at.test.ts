import { describe, expect, it } from 'vitest';
import { readProfile } from '../../../../functions/profiles/read-profile.ts';
import { wakeProfiles } from '../../../../functions/profiles/wake-profiles.ts';
import { profileSchema, profileText } from '../../../../infra/cli/commands/person/profile.ts';
import { DAY, MINUTE, ProfileWorld, START } from '../../../support/profiles/profile-world.ts';

const rfm = { id: 'rfm' };
const bounds = {
  recency: [40 * DAY, 20 * DAY, 10 * DAY, 5 * DAY],
  frequency: [1, 2, 3, 5],
  money: [500_000, 1_000_000, 1_500_000, 2_000_000],
};
const quintiles = { id: 'quintiles', settings: 1, quintiles: bounds };
const segments = ['new', 'promising', 'loyal'].map((group) => ({
  id: `rfm-${group}`,
  where: { rfm: group },
}));

const viewOf = (world: ProfileWorld) =>
  readProfile(
    { ...world.dependencies(), loadIdentityKey: async () => world.dependencies().identityKey },
    { type: 'user_id', value: 'anna' },
    new Date(world.now),
  );
const order = (world: ProfileWorld, total = 40) =>
  world.event({ userId: 'anna', event: 'Order Completed', properties: { total } });
const flips = (world: ProfileWorld) =>
  world.roots()[0]?.effects.map((effect) => 'segment' in effect && [effect.kind, effect.segment, effect.at]);

describe('scores of recency, frequency and money', () => {
  it('are on the profile with the group, and when it slips to which', async () => {
    const world = new ProfileWorld({ segments, rfm, quintiles });
    await world.post(order(world));

    const view = await viewOf(world);

    expect(view?.rfm).toEqual({
      ...{ recency: 5, frequency: 1, money: 1, group: 'new' },
      slips: { at: new Date(START + 5 * DAY).toISOString(), group: 'promising' },
    });
    expect(view?.segments).toMatchObject([{ id: 'rfm-new', until: new Date(START + 5 * DAY).toISOString() }]);
    expect(profileText(profileSchema.parse(view))).toContain(
      'recency 5, frequency 1, money 1: new\n  slips on 2026-11-06T00:00:00.000Z to promising',
    );
  });

  it('are on nobody who has bought nothing, nor while there are no quintiles', async () => {
    const world = new ProfileWorld({ segments, rfm });
    await world.post(order(world));
    expect((await viewOf(world))?.rfm).toBeUndefined();

    const visited = new ProfileWorld({ segments, rfm, quintiles });
    await visited.post(visited.event({ userId: 'anna', event: 'Page Viewed' }));
    expect((await viewOf(visited))?.rfm).toBeUndefined();
  });

  it('move somebody between groups at the instant, with no event', async () => {
    const world = new ProfileWorld({ segments, rfm, quintiles });
    await world.post(order(world));
    world.now = START + 5 * DAY + 30_000;

    await wakeProfiles(world.dependencies(), Math.ceil((START + 5 * DAY) / MINUTE));

    expect(flips(world)).toEqual([
      ['exited', 'rfm-new', START + 5 * DAY],
      ['entered', 'rfm-promising', START + 5 * DAY],
    ]);
  });

  it('are worked out from the timeline when purchases were made before they were asked for', async () => {
    const world = new ProfileWorld();
    for (const total of [70, 80]) await world.post(order(world, total));
    world.publish(segments, [], { rfm, quintiles: { ...quintiles, settings: 2 } });
    await world.post(world.event({ userId: 'anna', event: 'Page Viewed' }));

    expect((await viewOf(world))?.rfm).toMatchObject({ frequency: 2, money: 3 });
  });

  it('start no journey by new quintiles: that others bought more was not their doing', async () => {
    const journey = {
      id: 'praise',
      entry: { segment: 'rfm-loyal', on: 'enter' },
      steps: [{ id: 'leave', type: 'exit' }],
    };
    const world = new ProfileWorld({ segments, journeys: [journey], rfm, quintiles });
    for (const total of [100, 100, 100]) await world.post(order(world, total));
    const scarce = { ...bounds, recency: [40 * DAY, 20 * DAY, 10 * DAY, 0] };
    world.publish(segments, [journey], { rfm, quintiles: { ...quintiles, quintiles: scarce } });
    await world.post(world.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(world.roots()[0]?.effects).toMatchObject([
      { kind: 'entered', segment: 'rfm-loyal', backfill: true },
    ]);
  });

  it('say nothing by quintiles of other purchases', async () => {
    const world = new ProfileWorld({ segments, rfm, quintiles });
    world.publish(segments, [], { rfm: { ...rfm, event: 'Booking Made' }, quintiles });
    await world.post(world.event({ userId: 'anna', event: 'Booking Made', properties: { total: 40 } }));

    expect((await viewOf(world))?.rfm).toBeUndefined();
  });
});
