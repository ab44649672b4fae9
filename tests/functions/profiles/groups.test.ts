import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { reactToProfiles } from '../../../functions/reactions/react-to-profiles.ts';
import { factsOf } from '../../../shared/profiles/profile.ts';
import { MemoryRuns, RecordingEngine } from '../../support/profiles/memory-runs.ts';
import { HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const onPro = { id: 'on-pro', where: { group: 'plan', equals: 'pro' } };
const group = (fields: Partial<StreamEvent>): Partial<StreamEvent> => ({
  type: 'group',
  groupId: 'acme',
  ...fields,
});

/** What the table's stream carries of each group that changed, and what is said then. */
async function tellChanges(world: ProfileWorld): Promise<StreamEvent[]> {
  const said: StreamEvent[] = [];
  const records = [...world.stores.groups].map(([node, { id, version, effects }]) => ({
    sequenceNumber: '1',
    newImage: {
      node: { S: node },
      part: { S: 'group' },
      id: { S: String(id) },
      version: { N: String(version) },
      ...(effects === undefined ? {} : { effects: { S: String(effects) } }),
    },
  }));
  const result = await reactToProfiles(
    {
      memberships: { put: async () => {} },
      runs: new MemoryRuns(),
      engine: new RecordingEngine(),
      timeline: world.stores,
      members: world.stores,
      loadRules: async () => world.live,
      log: {
        append: async (entries) => {
          said.push(...entries.map(({ event }) => event));
          return [];
        },
      },
    },
    records,
  );
  expect(result.error).toBeUndefined();
  return said;
}

/** Posts, and what the changes of groups say after it. */
async function play(world: ProfileWorld, ...events: readonly StreamEvent[]): Promise<void> {
  await world.post(...events);
  await world.post(...(await tellChanges(world)));
}

async function isMember(world: ProfileWorld, id = 'anna'): Promise<boolean> {
  const root = world.roots().find(({ links }) => links.size > 0 && (id === 'anna' || links.size > 1));
  if (!root) throw new Error('nobody is there');
  return (await world.root(root.id)).memberships.get('on-pro')?.since !== undefined;
}

describe('a segment on group traits', () => {
  it('takes in who joins after the traits were set, at once', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    await world.post(world.event(group({ userId: 'boss', traits: { plan: 'pro' } })));

    await world.post(world.event(group({ userId: 'anna', anonymousId: 'a1' })));

    expect(await isMember(world, 'with two ids')).toBe(true);
  });

  it('takes in and lets go who joined before, when they are told', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    await world.post(world.event(group({ userId: 'anna' })));

    await play(world, world.event(group({ userId: 'anna', traits: { plan: 'pro' } }), START + 1));
    const isIn = await isMember(world);
    await play(world, world.event(group({ userId: 'anna', traits: { plan: 'free' } }), START + 2));

    expect([isIn, await isMember(world)]).toEqual([true, false]);
  });

  it('says nothing to members of traits that no segment asks for', async () => {
    const world = new ProfileWorld({ segments: [onPro] });

    await world.post(world.event(group({ userId: 'anna', traits: { seats: 5 } })));

    expect(await tellChanges(world)).toEqual([]);
  });

  it('tells each member under a name that a repeat gives again', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    await world.post(
      ...['anna', 'bert'].map((userId) => world.event(group({ userId, traits: { plan: 'pro' } }))),
    );

    const [first, again] = [await tellChanges(world), await tellChanges(world)];
    await world.post(...first, ...again);

    expect(again).toEqual(first);
    expect(new Set(first.map(({ profileId }) => profileId)).size).toBe(2);
    const roots = await Promise.all(world.roots().map(({ id }) => world.root(id)));
    const told = roots.map(({ heads }) => world.stores.load(heads));
    for (const events of await Promise.all(told))
      expect(events.filter(({ event }) => event === 'Group Changed')).toHaveLength(1);
  });

  it('holds for a group that never said anything, and not for someone in none', async () => {
    const quiet = { id: 'on-pro', where: { group: 'plan', exists: false } };
    const [member, stranger] = [
      new ProfileWorld({ segments: [quiet] }),
      new ProfileWorld({ segments: [quiet] }),
    ];

    await member.post(member.event(group({ userId: 'anna' })));
    await stranger.post(stranger.event({ userId: 'anna', event: 'Viewed' }));

    expect([await isMember(member), await isMember(stranger)]).toEqual([true, false]);
  });

  it('is right when published after people joined', async () => {
    const world = new ProfileWorld();
    await world.post(world.event(group({ userId: 'anna', traits: { plan: 'pro' } })));

    world.publish([onPro]);
    await world.post(world.event({ userId: 'anna', event: 'Viewed' }));

    expect(await isMember(world)).toBe(true);
  });

  it('sees a change that came while someone was joining, whose members were listed too early', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    const rival = new ProfileWorld();
    world.stores.beforeSave = () => {
      world.stores.beforeSave = () => {};
      for (const [key, item] of rival.stores.groups) world.stores.groups.set(key, item);
    };
    await rival.post(rival.event(group({ userId: 'boss', traits: { plan: 'pro' } })));

    await world.post(world.event(group({ userId: 'anna' })));

    expect(await isMember(world)).toBe(true);
  });

  it('sees it, too, when the function died before it looked again', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    const joining = world.event(group({ userId: 'anna' }));
    await world.post(joining);
    const rival = new ProfileWorld();
    await rival.post(rival.event(group({ userId: 'boss', traits: { plan: 'pro' } })));
    for (const [key, item] of rival.stores.groups) world.stores.groups.set(key, item);

    await world.post(joining);

    expect(await isMember(world)).toBe(true);
  });
});

describe('members who turn out to be one person', () => {
  it('are listed once, and the newer copy of each group is kept', async () => {
    const world = new ProfileWorld({ segments: [onPro] });
    await world.post(world.event(group({ anonymousId: 'a1', groupId: 'club' })));
    await world.post(world.event(group({ anonymousId: 'a1' })));
    await world.post(world.event(group({ userId: 'anna', traits: { plan: 'pro' } })));
    const [oldest] = (await tellChanges(world)).filter(({ profileId }) => profileId?.startsWith('user_id'));
    if (oldest) await world.post(oldest);

    await world.post(world.event({ userId: 'anna', anonymousId: 'a1', event: 'Viewed' }));

    const [root] = world.roots();
    expect(factsOf(await world.root(root?.id ?? '')).groups).toContainEqual({ plan: 'pro' });
    expect([...world.stores.members.values()].map((ids) => [...ids])).toEqual([[root?.id], [root?.id]]);
    const { groups } = await world.cold(root?.id ?? '');
    expect(
      Object.values(groups)
        .map(({ id }) => id)
        .sort(),
    ).toEqual(['acme', 'club']);
  });
});

it('keeps at most the twenty groups joined first, whatever comes first', async () => {
  const ids = Array.from({ length: 25 }, (_, index) => `group-${index}`);
  const forward = new ProfileWorld();
  const backward = new ProfileWorld();
  const join = (world: ProfileWorld) =>
    ids.map((groupId, index) => world.event(group({ userId: 'anna', groupId }), START + index * HOUR));

  for (const event of join(forward)) await forward.post(event);
  for (const event of join(backward).reverse()) await backward.post(event);

  const groupsOf = async (world: ProfileWorld) =>
    Object.values((await world.cold(world.roots()[0]?.id ?? '')).groups).map(({ id }) => id);
  expect(await groupsOf(forward)).toEqual(ids.slice(0, 20));
  expect(await groupsOf(backward)).toEqual(ids.slice(0, 20));
  const listed = [...backward.stores.members.values()].filter(({ size }) => size > 0);
  expect(listed).toHaveLength(20);
});
