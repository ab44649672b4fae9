import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { factsOf } from '../../../shared/profiles/profile.ts';
import { HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const from = (brand: string | undefined): Pick<StreamEvent, 'source'> => ({
  source: { id: `site-${brand}`, kind: 'server', ...(brand ? { brand } : {}) },
});

function eventsOf(world: ProfileWorld): StreamEvent[] {
  return [
    world.event({ ...from('books'), anonymousId: 'a1' }, START),
    world.event({ ...from('books'), userId: 'anna' }, START + HOUR),
    world.event({ ...from('shoes'), userId: 'anna' }, START + 2 * HOUR),
    world.event({ ...from(undefined), userId: 'anna' }, START + 3 * HOUR),
    world.event({ ...from('books'), userId: 'anna', anonymousId: 'a1' }, START + 4 * HOUR),
  ];
}

async function brandsAfter(world: ProfileWorld, events: readonly StreamEvent[]) {
  for (const event of events) await world.post(event);
  const [root, ...others] = world.roots();
  expect(others).toEqual([]);
  return root ? factsOf(await world.root(root.id)).brands : undefined;
}

const expected = new Map([
  ['books', { firstSeen: START, lastSeen: START + 4 * HOUR, events: 3 }],
  ['shoes', { firstSeen: START + 2 * HOUR, lastSeen: START + 2 * HOUR, events: 1 }],
]);

describe('what a person does with each brand', () => {
  it('is counted through a merge, events of no brand aside', async () => {
    const world = new ProfileWorld();

    expect(await brandsAfter(world, eventsOf(world))).toEqual(expected);
  });

  it('is the same in another order and when every event comes twice', async () => {
    const world = new ProfileWorld();
    const events = eventsOf(world);

    expect(
      await brandsAfter(
        world,
        [...events].reverse().flatMap((event) => [event, event]),
      ),
    ).toEqual(expected);
  });
});
