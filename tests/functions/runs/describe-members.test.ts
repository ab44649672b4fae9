import { beforeEach, describe, expect, it } from 'vitest';
import { describeMembers } from '../../../functions/runs/describe-members.ts';
import type { Member } from '../../../shared/profiles/memberships/list-members.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '7d' } };
const polish = { id: 'polish', where: { trait: 'country', equals: 'PL' } };

let world: ProfileWorld;
beforeEach(async () => {
  world = new ProfileWorld({ segments: [buyers, polish] });
  const traits = { country: 'PL', email: 'anna@x.de', address: { city: 'Gdańsk' } };
  await world.post(
    world.event({ type: 'identify', userId: 'anna', traits }),
    world.event({ userId: 'anna', event: 'Order Completed' }),
    world.event({ userId: 'jan', event: 'Order Completed' }, START - 3 * DAY),
  );
});

const listed = (): Member[] =>
  world.roots().map(({ id }) => ({ profileId: id, since: new Date(START).toISOString(), entry: 1 }));
const ask = (question: object = {}) =>
  describeMembers(world.dependencies(), listed(), {
    ...{ segment: 'buyers', leavingBy: undefined, traits: [], now: world.now },
    ...question,
  });

describe('the members of a segment', () => {
  it('are told with the instant each leaves if nothing happens', async () => {
    const untils = (await ask()).map(({ until }) => until);

    expect(untils.sort()).toEqual([START + 4 * DAY, START + 7 * DAY].map((at) => new Date(at).toISOString()));
  });

  it('stay for good where time changes nothing', async () => {
    expect((await ask({ segment: 'polish' })).map(({ until }) => until)).toEqual([undefined, undefined]);
  });

  it('are those who leave by then, the last instant included', async () => {
    expect(await ask({ leavingBy: START + 4 * DAY })).toHaveLength(1);
    expect(await ask({ leavingBy: START + 4 * DAY - 1 })).toHaveLength(0);
    expect(await ask({ leavingBy: START + 7 * DAY })).toHaveLength(2);
    expect(await ask({ segment: 'polish', leavingBy: START + 700 * DAY })).toHaveLength(0);
  });

  it('are told with the instant that has just passed until they are taken out of the list', async () => {
    world.now = START + 4 * DAY + 20_000;
    const passed = new Date(START + 4 * DAY).toISOString();

    expect((await ask()).map(({ until }) => until)).toContain(passed);
    expect((await ask({ leavingBy: world.now + DAY })).map(({ until }) => until)).toEqual([passed]);
  });

  it('are told with the traits that are asked for, and no other', async () => {
    const told = (await ask({ traits: ['email', 'address.city', 'nothing', 'toString'] })).map(
      ({ traits }) => traits,
    );

    expect(told).toContainEqual({ email: 'anna@x.de', 'address.city': 'Gdańsk' });
    expect(told).not.toContainEqual(expect.objectContaining({ country: 'PL' }));
  });

  it('are listed even when one was merged away a moment ago', async () => {
    const [anna] = listed();
    const gone = { ...anna, profileId: 'user_id:gone', since: '', entry: 1 };
    const question = { segment: 'buyers', leavingBy: undefined, traits: ['email'], now: world.now };

    expect(await describeMembers(world.dependencies(), [gone], question)).toEqual([
      { ...gone, until: undefined, traits: undefined },
    ]);
  });
});
