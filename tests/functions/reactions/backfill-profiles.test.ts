import { beforeEach, describe, expect, it } from 'vitest';
import { updateProfiles } from '../../../functions/profiles/update-profiles.ts';
import { type BackfillTask, backfillProfiles } from '../../../functions/reactions/backfill-profiles.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';
import { MemoryBackfills } from '../../support/segments/memory-backfills.ts';

const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '7d' } };
const lookers = { id: 'lookers', where: { event: 'Product Viewed', within: '7d' } };

let world: ProfileWorld;
let backfills: MemoryBackfills;
beforeEach(() => {
  world = new ProfileWorld();
  backfills = new MemoryBackfills();
});

const run = (task: BackfillTask) =>
  backfillProfiles({ ...world.dependencies(), backfills, scan: world.stores }, task);

type Shard = Extract<BackfillTask, { task: 'touch' }>['shard'];
type Round = { readonly number: number; readonly waitSeconds: number; readonly shards: readonly Shard[] };

/** What the state machine does with a round. */
async function touchAll({ number, waitSeconds, shards }: Round): Promise<Round> {
  for (const first of shards) {
    let shard = first;
    do shard = (await run({ task: 'touch', shard })) as Shard;
    while (shard.cursor !== undefined);
  }
  return (await run({ task: 'finish', number, waitedSeconds: waitSeconds })) as Round;
}

const plan = async (number = world.live.number) => (await run({ task: 'plan', number })) as Round;

async function backfill(): Promise<void> {
  for (let round = await plan(); round.shards.length > 0; round = await touchAll(round));
}

async function tenPeople(): Promise<void> {
  for (let person = 0; person < 10; person += 1)
    await world.post(world.event({ userId: `person-${person}`, event: 'Order Completed' }));
}

const membersOf = (segment: string) =>
  world.roots().filter(({ memberships }) => memberships.get(segment)?.since !== undefined).length;

describe('a backfill', () => {
  it('takes into a new segment everybody who did what it asks for, without an event', async () => {
    await tenPeople();
    world.publish([buyers]);

    await backfill();

    expect(membersOf('buyers')).toBe(10);
    const [effect] = world.roots()[0]?.effects ?? [];
    expect(effect).toMatchObject({ kind: 'entered', segment: 'buyers', backfill: true });
    expect(backfills.backfill).toMatchObject({ done: 2, profiles: 10 });
  });

  it('lets each leave at the instant time says', async () => {
    await tenPeople();
    world.now = START + 3 * DAY;
    world.publish([buyers]);

    await backfill();

    expect(world.roots().map(({ nextFlip }) => nextFlip)).toEqual(
      Array.from({ length: 10 }, () => START + 7 * DAY),
    );
  });

  it('computes entries and exits between the versions of a changed segment', async () => {
    world = new ProfileWorld({ segments: [buyers] });
    await tenPeople();
    await world.post(world.event({ userId: 'looker', event: 'Product Viewed' }));
    world.publish([{ ...lookers, id: 'buyers' }]);

    await backfill();

    expect(membersOf('buyers')).toBe(1);
    const kinds = world.roots().flatMap(({ effects }) => effects.map(({ kind }) => kind));
    expect(kinds.filter((kind) => kind === 'exited')).toHaveLength(10);
  });

  it('takes everybody out of a segment that is no longer live', async () => {
    world = new ProfileWorld({ segments: [buyers] });
    await tenPeople();
    world.publish([]);

    await backfill();

    expect(membersOf('buyers')).toBe(0);
  });

  it('writes nobody twice, whether an event came first or a call is repeated', async () => {
    await tenPeople();
    world.publish([buyers]);
    await world.post(world.event({ userId: 'person-3', event: 'Order Completed' }));
    const before = world.stores.saved.length;
    const round = await plan();

    await touchAll(round);
    await touchAll(round);

    expect(world.stores.saved.length - before).toBe(9);
  });

  it('decides again on what an event wrote between its reading and its writing', async () => {
    await world.post(world.event({ userId: 'anna', event: 'Product Viewed' }));
    world.publish([buyers]);
    let met = false;
    const order = world.event({ userId: 'anna', event: 'Order Completed' });
    const scan: typeof world.stores.scanRoots = async (shard, cursor) => {
      const page = await world.stores.scanRoots(shard, cursor);
      if (!met && page.roots.length > 0) await world.post(order);
      met ||= page.roots.length > 0;
      return page;
    };
    const dependencies = { ...world.dependencies(), backfills, scan: { scanRoots: scan } };

    for (const shard of (await plan()).shards) await backfillProfiles(dependencies, { task: 'touch', shard });

    expect(membersOf('buyers')).toBe(1);
    expect(world.roots()[0]).toMatchObject({ version: 2 });
  });

  it('stops when something newer is published, whose own brings everybody to both', async () => {
    await tenPeople();
    world.publish([buyers]);
    const older = await plan();
    world.publish([buyers, lookers]);
    await backfill();
    const before = world.stores.saved.length;

    const next = await touchAll(older);

    expect(next.shards).toEqual([]);
    expect(world.stores.saved.length).toBe(before);
    expect(backfills.backfill.done).toBe(3);
  });

  it('looks a second time for whoever was made by a batch that knew the definitions of before', async () => {
    await tenPeople();
    const before = world.live;
    world.publish([buyers]);
    const second = await touchAll(await plan());
    const late = { ...world.dependencies(), loadRules: async () => before };
    const order = world.event({ userId: 'late', event: 'Order Completed' });
    await updateProfiles(late, world.records([order]), () => 60_000);

    const after = await touchAll(second);

    expect(second.waitSeconds).toBeGreaterThan(120);
    expect(membersOf('buyers')).toBe(11);
    expect(after.shards).toEqual([]);
  });

  it('tells how far it is', async () => {
    await tenPeople();
    world.publish([buyers]);
    const [first] = (await plan()).shards;
    if (first) await run({ task: 'touch', shard: first });

    const { shards } = backfills.backfill;
    expect(shards.map(({ isDone }) => isDone)).toEqual([true, false, false, false]);
    expect(shards[0]?.looked).toBe(shards[0]?.written);
  });
});
