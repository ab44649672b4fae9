import { describe, expect, it } from 'vitest';
import { MeteredProfiles, type UnitsPerEvent } from '../../support/profiles/metered-profiles.ts';
import { HOUR } from '../../support/profiles/profile-world.ts';

const LIVE = 50;
const ADDED = 450;
const EVENTS = 12;

/** Over the same three events, each with bounds and windows of its own. */
function segment(index: number) {
  const event = ['Order Completed', 'Product Viewed', 'Cart Viewed'][index % 3];
  // nobody does anything that often
  const atLeast = index < LIVE ? 1 + (index % 5) : 1_000 + index;
  return { id: `segment-${index}`, where: { event, within: `${30 + (index % 60)}d`, count: { atLeast } } };
}

async function unitsWith(segments: number): Promise<UnitsPerEvent> {
  const shop = await MeteredProfiles.start({
    segments: Array.from({ length: segments }, (_, index) => segment(index)),
  });
  try {
    await visit(shop, 0);
    return await shop.unitsOf(EVENTS, async () => {
      for (let number = 1; number <= EVENTS; number += 1) await visit(shop, number);
    });
  } finally {
    await shop.close();
  }
}

async function visit(shop: MeteredProfiles, number: number): Promise<void> {
  shop.world.now += HOUR;
  const { where } = segment(number);
  await shop.post([shop.world.event({ userId: 'anna', event: where.event ?? '' })]);
}

describe('update-profiles with many segments', () => {
  it('pays the same units for an event with 450 more of them', async () => {
    const few = await unitsWith(LIVE);

    const many = await unitsWith(LIVE + ADDED);

    expect(many).toEqual(few);
  });
});
