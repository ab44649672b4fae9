import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { DAY, HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';
import { size } from '../../support/sizes.ts';

const segments = [
  { id: 'buyers', where: { event: 'Order Completed', within: '7d', sum: { of: 'total', atLeast: 50 } } },
  {
    id: 'lookers',
    where: {
      all: [
        { event: 'Product Viewed', within: '2d' },
        { event: 'Order Completed', never: true },
      ],
    },
  },
  { id: 'cologne', where: { trait: 'city', equals: 'Köln' } },
];

type Draw = {
  person: number;
  device: number;
  kind: 'view' | 'order' | 'identify';
  hour: number;
  value: number;
};

// three people with two devices each: no limit is in play, so order must not show
const draws = fc.array(
  fc.record({
    person: fc.nat(2),
    device: fc.nat(1),
    kind: fc.constantFrom<Draw['kind']>('view', 'order', 'identify'),
    hour: fc.nat(9 * 24),
    value: fc.nat(40),
  }),
  { minLength: 1, maxLength: 24 },
);

function eventsOf(world: ProfileWorld, all: readonly Draw[]): StreamEvent[] {
  return all.map(({ person, device, kind, hour, value }) => {
    const at = START + hour * HOUR;
    const anonymousId = `device-${person}-${device}`;
    if (kind === 'view') return world.event({ anonymousId, event: 'Product Viewed' }, at);
    if (kind === 'order')
      return world.event({ anonymousId, event: 'Order Completed', properties: { total: value } }, at);
    const traits = { city: value % 2 ? 'Köln' : 'Bonn', email: `person-${person}@shop.example` };
    return world.event({ type: 'identify', userId: `user-${person}`, anonymousId, traits }, at);
  });
}

async function play(events: readonly StreamEvent[], batchSize: number): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments });
  world.now = START + 9 * DAY;
  for (let start = 0; start < events.length; start += batchSize)
    await world.post(...events.slice(start, start + batchSize));
  return world;
}

describe('the order of events', () => {
  it('does not show in profiles, windows and memberships, nor does posting everything twice', async () => {
    await fc.assert(
      fc.asyncProperty(
        draws.chain((all) =>
          fc.tuple(fc.constant(all), fc.shuffledSubarray([...all.keys()], { minLength: all.length })),
        ),
        fc.integer({ min: 1, max: 24 }),
        async ([all, order], batchSize) => {
          const events = eventsOf(new ProfileWorld(), all);
          const expected = await (await play(events, 1)).state();
          const shuffled = order.flatMap((index) => events[index] ?? []);

          expect(await (await play(shuffled, batchSize)).state()).toEqual(expected);
          expect(await (await play([...shuffled, ...events], batchSize)).state()).toEqual(expected);
        },
      ),
      { numRuns: size(150, 3_000) },
    );
  });
});
