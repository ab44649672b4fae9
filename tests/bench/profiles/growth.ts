import { MeteredProfiles, type UnitsPerEvent } from '../../support/profiles/metered-profiles.ts';
import { shopDefinitions, shopEvent } from './shop.ts';

const GROWTH = 100;
const MINUTES_BETWEEN = 23; // some 64 events a day
const MEASURED = 60;

type Grown = { readonly small: UnitsPerEvent; readonly large: UnitsPerEvent; readonly ratio: number };

/** What an event costs with a hundred times as much of something; `small` is how much of it there is at first. */
export async function growth(small: number) {
  return {
    profiles: await compared((factor) => withProfiles(small * factor)),
    segments: await compared((factor) => withSegments(small * factor)),
    history: await compared((factor) => withHistory(small * factor)),
  };
}

async function compared(measure: (factor: number) => Promise<UnitsPerEvent>): Promise<Grown> {
  const [small, large] = [await measure(1), await measure(GROWTH)];
  return { small, large, ratio: Number((large.dollars / small.dollars).toFixed(3)) };
}

async function withProfiles(profiles: number): Promise<UnitsPerEvent> {
  const shop = await MeteredProfiles.start(shopDefinitions);
  const everyone = (number: number) =>
    Array.from({ length: profiles }, (_, index) => shopEvent(`person-${index}`, number + index));
  for (const events of [everyone(0), everyone(1)]) await postInBatches(shop, events);
  return closing(shop, () =>
    shop.unitsOf(MEASURED * profiles, async () => {
      for (let number = 2; number < 2 + MEASURED; number += 1) await postInBatches(shop, everyone(number));
    }),
  );
}

const BATCH = 100;

async function postInBatches(
  shop: MeteredProfiles,
  events: readonly ReturnType<typeof shopEvent>[],
): Promise<void> {
  shop.world.now += MINUTES_BETWEEN * 60_000;
  for (let first = 0; first < events.length; first += BATCH)
    await shop.post(events.slice(first, first + BATCH).map((event) => shop.world.event(event)));
}

/** All of them ask the same window; a person is in the first few. */
async function withSegments(segments: number): Promise<UnitsPerEvent> {
  const segment = (index: number) => ({
    id: `segment-${index}`,
    where: {
      event: 'Product Viewed',
      within: '30d',
      count: { atLeast: index < 10 ? index + 1 : 1_000 + index },
    },
  });
  const shop = await MeteredProfiles.start({
    segments: Array.from({ length: segments }, (_, i) => segment(i)),
  });
  return closing(shop, () => oneByOne(shop, { from: 0, until: MEASURED }));
}

async function withHistory(events: number): Promise<UnitsPerEvent> {
  const shop = await MeteredProfiles.start(shopDefinitions);
  await pastOf(shop, events);
  return closing(shop, () => oneByOne(shop, { from: events, until: events + MEASURED }));
}

/** A history at the same pace, in few writes. */
async function pastOf(shop: MeteredProfiles, events: number): Promise<void> {
  for (let number = 0; number < events; ) {
    const batch = Array.from({ length: Math.min(32, events - number) }, () => {
      shop.world.now += MINUTES_BETWEEN * 60_000;
      return shop.world.event(shopEvent('anna', number++));
    });
    await shop.post(batch);
  }
}

function oneByOne(
  shop: MeteredProfiles,
  { from, until }: { readonly from: number; readonly until: number },
): Promise<UnitsPerEvent> {
  return shop.unitsOf(until - from, async () => {
    for (let number = from; number < until; number += 1)
      await postInBatches(shop, [shopEvent('anna', number)]);
  });
}

async function closing<Result>(shop: MeteredProfiles, use: () => Promise<Result>): Promise<Result> {
  try {
    return await use();
  } finally {
    await shop.close();
  }
}
