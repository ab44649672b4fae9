import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { plainTraits } from '../../../shared/profiles/traits.ts';
import { encodeWindows } from '../../../shared/segments/window-codec.ts';
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

async function stateOf(world: ProfileWorld) {
  const states = await Promise.all(
    world.roots().map(async (root) => {
      const cold = await world.cold(root.id);
      return {
        identifiers: cold.identifiers.map(({ type, value }) => `${type}:${value}`).sort(),
        traits: plainTraits(cold.traits),
        members: [...root.memberships]
          .filter(([, { since }]) => since !== undefined)
          .map(([id]) => id)
          .sort(),
        windows: Buffer.from(encodeWindows(root.windows)).toString('hex'),
        nextFlip: root.nextFlip,
        events: (await world.stores.load(root.heads)).length,
      };
    }),
  );
  return states.sort((a, b) => (a.identifiers.join() < b.identifiers.join() ? -1 : 1));
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
          const expected = await stateOf(await play(events, 1));
          const shuffled = order.flatMap((index) => events[index] ?? []);

          expect(await stateOf(await play(shuffled, batchSize))).toEqual(expected);
          expect(await stateOf(await play([...shuffled, ...events], batchSize))).toEqual(expected);
        },
      ),
      { numRuns: size(150, 3_000) },
    );
  });
});
