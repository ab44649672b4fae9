import { beforeEach, describe, expect, it } from 'vitest';
import { liveRulesReader } from '../../../functions/profiles/live-rules.ts';
import { setQuintiles } from '../../../functions/reactions/set-quintiles.ts';
import type { DefinitionStore } from '../../../shared/definitions/definition-store.ts';
import { rfmKind } from '../../../shared/definitions/kinds/rfm.ts';
import { saveDefinition } from '../../../shared/definitions/saving/save-definition.ts';
import { groupSizeId } from '../../../shared/profiles/memberships/sizes.ts';
import { rfmGroups } from '../../../shared/segments/rfm/groups.ts';
import { memoryDefinitionStore } from '../../support/admin/memory-definition-store.ts';
import { MemorySizes } from '../../support/admin/memory-sizes.ts';
import { DAY, ProfileWorld, START } from '../../support/profiles/profile-world.ts';
import { naiveGroup, naiveScores } from '../../support/segments/standing/naive-rfm.ts';

const BUYERS = 40;

let store: DefinitionStore;
let backfilled: number[];
let sizes: MemorySizes;
let world: ProfileWorld;

beforeEach(() => {
  store = memoryDefinitionStore();
  backfilled = [];
  sizes = new MemorySizes();
  world = new ProfileWorld({ rfm: { id: 'rfm' } });
});

const ports = () => ({ store, newWriteKey: () => 'unused' });
const set = (mostBuyers?: number) =>
  setQuintiles(
    {
      ...ports(),
      scan: world.stores,
      sizes,
      backfills: { start: async (number) => void backfilled.push(number) },
      loadRules: liveRulesReader(store),
      now: () => new Date(world.now),
    },
    mostBuyers,
  );
const save = (settings: object) =>
  saveDefinition(
    ports(),
    { kind: rfmKind, id: 'rfm', body: rfmKind.parse(settings).body, publish: true, by: 'a test' },
    new Date(START),
  );
const buy = (userId: string, total: number, at = START) =>
  world.post(world.event({ userId, event: 'Order Completed', properties: { total } }, at));

/** The n-th bought n + 1 times, for 10 more each time, last n hours after the start. */
async function everybodyBuys(): Promise<void> {
  for (let index = 0; index < BUYERS; index += 1) {
    for (let order = 0; order <= index % 7; order += 1)
      await buy(`buyer-${index}`, 10 + index, START + index * 3_600_000);
  }
  await world.post(world.event({ userId: 'visitor', event: 'Page Viewed' }));
  world.now = START + 10 * DAY;
}

const counted = async () =>
  (
    await Promise.all(
      rfmGroups.map(async (group) =>
        (await sizes.list(groupSizeId(group), { most: 1 })).map((size) => ({ group, ...size })),
      ),
    )
  ).flat();
const saved = async () => (await store.load(['quintiles'])).definitions[0];

describe('set-quintiles', () => {
  it('does nothing where nobody is to be scored', async () => {
    expect(await set()).toEqual({ status: 'off', buyers: 0 });
  });

  it('puts into force what gives each buyer the score that comparing all gives', async () => {
    await save({ minimumBuyers: 10 });
    await everybodyBuys();

    expect(await set()).toEqual({ status: 'moved', buyers: BUYERS });

    const { compiled } = await liveRulesReader(store)();
    const roots = world.roots().filter(({ windows }) => windows.size > 0);
    const given = roots.map((root) => [...(compiled.rfm?.course(root, world.now) ?? [])][0]?.value);
    const bought = roots.flatMap((root) => compiled.rfm?.boughtAt(root, world.now) ?? []);
    expect(given).toEqual(
      naiveScores(
        bought.map(({ at, count, sum }) => ({ lastAt: at, orders: count, spent: sum })),
        world.now,
      ),
    );
  });

  it('changes nothing when it is repeated, or little has changed', async () => {
    await save({ minimumBuyers: 10 });
    await everybodyBuys();
    await set();

    expect(await set()).toEqual({ status: 'unmoved', buyers: BUYERS });
    expect(await saved()).toMatchObject({ version: 1, since: 2 });
    // the second call brings everybody there, if the first one died before it did
    expect(backfilled).toEqual([2, 2]);
  });

  it('puts others into force when more have moved', async () => {
    await save({ minimumBuyers: 10 });
    await everybodyBuys();
    await set();
    for (let index = 0; index < BUYERS; index += 2) await buy(`buyer-${index}`, 900);

    expect(await set()).toMatchObject({ status: 'moved' });
    expect(backfilled).toEqual([2, 3]);
  });

  it('gives nobody scores of too few buyers', async () => {
    await save({ minimumBuyers: BUYERS + 1 });
    await everybodyBuys();

    expect(await set()).toEqual({ status: 'unmoved', buyers: BUYERS });
    expect(await saved()).toBeUndefined();
    expect(await counted()).toEqual([]);
  });

  it('counts the groups by what is in force from then on', async () => {
    await save({ minimumBuyers: 10 });
    await everybodyBuys();

    await set();

    const { compiled, rfm } = await liveRulesReader(store)();
    const scores = world
      .roots()
      .flatMap((root) => [...(compiled.rfm?.course(root, world.now) ?? [])][0]?.value ?? []);
    const expected = Map.groupBy(scores, naiveGroup);
    const groups = await counted();
    expect(groups.map(({ group, members }) => [group, members])).toEqual(
      rfmGroups.map((group) => [group, expected.get(group)?.length ?? 0]),
    );
    expect(new Set(groups.map(({ day, version }) => `${day} ${version}`))).toEqual(
      new Set([`${new Date(world.now).toISOString().slice(0, 10)} ${rfm?.changed}`]),
    );
  });

  it('counts them by the bounds of the settings while there are too few buyers', async () => {
    const bounds = { recency: ['40d', '30d', '20d', '1d'], frequency: [1, 2, 3, 4], money: [1, 2, 3, 4] };
    await save({ minimumBuyers: BUYERS + 1, bounds });
    await everybodyBuys();

    await set();

    const members = (await counted()).map((one) => one.members);
    expect(members.reduce((sum, one) => sum + one, 0)).toBe(BUYERS);
  });

  it('takes the scores back when too few buyers are left', async () => {
    await save({ minimumBuyers: 10, within: '30d' });
    await everybodyBuys();
    await set();
    world.now += 60 * DAY;

    expect(await set()).toMatchObject({ status: 'moved', buyers: 0 });
    expect((await saved())?.body).toEqual({ id: 'quintiles', settings: 1 });
  });

  it('stops reading when it has counted enough', async () => {
    await save({ minimumBuyers: 5 });
    await everybodyBuys();

    expect((await set(5)).buyers).toBeLessThan(BUYERS);
  });
});
