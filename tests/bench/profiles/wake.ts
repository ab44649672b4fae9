import { dueMinute } from '../../../shared/profiles/memberships/timer.ts';
import { MeteredProfiles } from '../../support/profiles/metered-profiles.ts';
import { benchmark } from '../benchmark.ts';

const DAY = 86_400_000;
const MINUTE = 60_000;
const BATCH = 500;
const GROWTH = 100;

const goal = { writes: 5, reads: 1.5 };
const modelled = [
  'wake-profiles over metered tables with the real adapters; everybody bought once and leaves two segments a week later',
  'those who are woken bought in the same minute, all others later; units for each who is woken, for the minute as a whole',
  'the definitions, read once a minute, and what react-to-profiles then writes of entries and exits are not in it',
];

/** What waking a profile costs when time takes it out of a segment, among few and among many. */
export const wake = benchmark({
  about: 'units of DynamoDB to wake a profile, among few profiles and a hundred times as many',
  sizes: {
    profiles: {
      about: 'profiles, of which there are then a hundred times as many',
      usual: 1_000,
      smallest: 1,
    },
    due: { about: 'profiles due in one minute', usual: 100, smallest: 1 },
  },
  run: async ({ profiles, due }, print) => {
    print(`Measuring: ${profiles} profiles`);
    const few = await unitsAmong(profiles, due);
    print(`Measuring: ${profiles * GROWTH} profiles`);
    return { modelled, goal, few, many: await unitsAmong(profiles * GROWTH, due) };
  },
});

async function unitsAmong(others: number, due: number) {
  const order = { event: 'Order Completed', within: '7d' };
  const segments = [
    { id: 'recent', where: order },
    { id: 'spenders', where: { ...order, sum: { of: 'total', atLeast: 100 } } },
  ];
  const shop = await MeteredProfiles.start({ segments });
  try {
    await everybodyBuys(shop, 'due', due);
    const minute = dueMinute(shop.world.now + 7 * DAY);
    shop.world.now += MINUTE;
    await everybodyBuys(shop, 'other', others);
    shop.world.now = minute * MINUTE;
    let woken = 0;
    const units = await shop.unitsOf(due, async () => {
      woken = await shop.wake(minute);
    });
    if (woken !== due) throw new Error(`${woken} profiles were woken, ${due} were due`);
    return { profiles: others, woken, ...units };
  } finally {
    await shop.close();
  }
}

async function everybodyBuys(shop: MeteredProfiles, name: string, count: number): Promise<void> {
  for (let first = 0; first < count; first += BATCH) {
    const buyers = Array.from({ length: Math.min(BATCH, count - first) }, (_, index) => ({
      userId: `${name}-${first + index}`,
      event: 'Order Completed',
      properties: { total: 120 },
    }));
    await shop.post(buyers.map((event) => shop.world.event(event)));
  }
}
