import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { nodeKey } from '../../../shared/identity/node-key.ts';
import { rowsOf } from '../../../shared/segments/windows/tally.ts';
import { MeteredProfiles } from '../../support/profiles/metered-profiles.ts';
import { size } from '../../support/sizes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
// 128 events in 48 hours
const BETWEEN = (48 * HOUR) / 128;
const PER_WRITE = 32;
const HISTORY = size(4_000, 100_000);
const WITHIN = [1, 7, 30].map((days) => ({ days, within: `${days}d` }));

// beyond the 64 latest events a window counts whole UTC days
const segments = WITHIN.map(({ days, within }) => ({
  id: `reader-${days}`,
  where: { event: 'Page Viewed', within, count: { atLeast: 1 } },
}));
const computed = WITHIN.map(({ days, within }) => ({
  id: `pages-${days}`,
  event: 'Page Viewed',
  within,
  count: true,
}));

let shop: MeteredProfiles;
const instants: number[] = [];
beforeAll(async () => {
  shop = await MeteredProfiles.start({ segments, computed });
  for (let events = 0; events < HISTORY; events += PER_WRITE)
    await shop.post(Array.from({ length: PER_WRITE }, () => nextView('anna')));
}, 600_000);
afterAll(() => shop.close());

function nextView(userId: string) {
  shop.world.now += BETWEEN;
  if (userId === 'anna') instants.push(shop.world.now);
  return shop.world.event({ userId, event: 'Page Viewed' });
}

const keyOf = (userId: string) => nodeKey(shop.world.dependencies().identityKey, 'user_id', userId);
const oneByOne = (userId: string, events: number) =>
  shop.unitsOf(events, async () => {
    for (let event = 0; event < events; event += 1) await shop.post([nextView(userId)]);
  });

describe(`a profile of ${HISTORY} events`, () => {
  it('stays below 4 KB', async () => {
    expect(await shop.hotBytes(keyOf('anna'))).toBeLessThan(4_096);
  });

  it('counts its latest 64 events exactly, and older ones to a day', async () => {
    const { windows, evaluatedAt } = await shop.profile(keyOf('anna'));
    const kept = [...windows.values()].flatMap((window) => rowsOf(window));

    for (const { days } of WITHIN) {
      const since = evaluatedAt - days * DAY;
      const counted = kept.filter(({ at }) => at > since).reduce((sum, { count }) => sum + count, 0);
      const scanned = (from: number) => instants.filter((at) => at > from).length;
      expect(counted).toBeGreaterThanOrEqual(scanned(since));
      expect(counted).toBeLessThanOrEqual(scanned(since - DAY));
    }
    expect(kept.slice(-64).map(({ at }) => at)).toEqual(instants.slice(-64));
  });

  it('costs an event at most three tenths more than a fresh one does', async () => {
    const old = await oneByOne('anna', 128);
    await shop.post([nextView('ben')]);
    const fresh = await oneByOne('ben', 60);
    // a hundred at once
    const burst = await shop.unitsOf(100, () =>
      shop.post(
        Array.from({ length: 100 }, () => shop.world.event({ userId: 'anna', event: 'Page Viewed' })),
      ),
    );

    console.info(
      JSON.stringify({ history: HISTORY, bytes: await shop.hotBytes(keyOf('anna')), fresh, old, burst }),
    );
    expect(old.dollars / fresh.dollars).toBeLessThanOrEqual(1.3);
    expect(burst.writes).toBeLessThan(0.2);
  });
});
