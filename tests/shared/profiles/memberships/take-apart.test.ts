import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { asking } from '../../../support/admin/asking.ts';
import { DAY, ProfileWorld, START } from '../../../support/profiles/profile-world.ts';

const iso = (day: number) => new Date(START + day * DAY).toISOString();

const staff = { id: 'staff', where: { trait: 'email', endsWith: '@shop.example' } };
const fans = {
  id: 'fans',
  parameters: ['category'],
  where: {
    event: 'Product Viewed',
    where: [{ property: 'category', equals: { parameter: 'category' } }],
    within: '7d',
  },
};
const customers = {
  id: 'customers',
  where: {
    all: [{ not: { segment: 'staff' } }, { segment: 'fans', with: { category: 'roofs' } }],
  },
};
const asked = { id: 'asked', where: { all: [{ trait: 'plan', equals: 'pro' }, { segment: 'customers' }] } };

/** Anna, no pro, looks at a roof on day 2 and at a door on day 3. */
async function viewingWorld(segments: readonly object[]): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments });
  await world.post(
    world.event({ type: 'identify', userId: 'anna', messageId: 'says', traits: { email: 'anna@x.de' } }),
  );
  for (const [day, category] of [[2, 'roofs'] as const, [3, 'doors'] as const]) {
    world.now = START + day * DAY;
    const properties = { category };
    await world.post(
      world.event({ userId: 'anna', messageId: category, event: 'Product Viewed', properties }),
    );
  }
  return world;
}

/** Each asks for the next. */
const chainOf = (length: number) =>
  Array.from({ length }, (_, index) => ({
    id: `link-${index}`,
    where: index === length - 1 ? { trait: 'email', exists: true } : { segment: `link-${index + 1}` },
  }));

type Explained = { pointer: string; segment?: string; parts?: readonly Explained[] };

/** Where each condition stands, from the outside in. */
const placesIn = ({ segment = '', pointer, parts = [] }: Explained): readonly string[] => [
  `${segment}${pointer}`,
  ...parts.flatMap(placesIn),
];

describe('the explanation of a segment that asks for others', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('answers each of them by its conditions, with their places in it', async () => {
    const world = await viewingWorld([staff, fans, customers, asked]);

    const { body } = await asking(world)({ segment: 'asked' });

    expect(body).toMatchObject({ holds: false, where: { parts: [{ holds: false }, { holds: true }] } });
    expect(body.where).toMatchObject({
      parts: [
        { pointer: '/where/all/0' },
        {
          pointer: '/where/all/1',
          kind: 'segment',
          condition: { segment: 'customers' },
          flipsAt: iso(9),
          parts: [
            {
              segment: 'customers',
              pointer: '/where',
              kind: 'all',
              parts: [
                {
                  segment: 'customers',
                  pointer: '/where/all/0',
                  kind: 'not',
                  holds: true,
                  parts: [
                    {
                      pointer: '/where/all/0/not',
                      kind: 'segment',
                      holds: false,
                      parts: [
                        {
                          segment: 'staff',
                          pointer: '/where',
                          value: 'anna@x.de',
                          evidence: { items: [{ messageId: 'says' }] },
                        },
                      ],
                    },
                  ],
                },
                {
                  segment: 'customers',
                  pointer: '/where/all/1',
                  condition: { segment: 'fans', with: { category: 'roofs' } },
                },
              ],
            },
          ],
        },
      ],
    });
  });

  it('answers one with parameters by the values it is asked for with', async () => {
    const world = await viewingWorld([fans, { id: 'roofers', where: customers.where.all[1] }]);

    const { body } = await asking(world)({ segment: 'roofers' });

    expect(body.where).toMatchObject({
      kind: 'segment',
      parts: [
        {
          segment: 'fans',
          condition: { where: [{ property: 'category', equals: 'roofs' }] },
          holds: true,
          flipsAt: iso(9),
          counted: [{ event: 'Product Viewed', count: 1 }],
          evidence: { total: 1, items: [{ messageId: 'roofs' }] },
        },
      ],
    });
  });

  it('answers them for an instant past', async () => {
    const world = await viewingWorld([fans, { id: 'roofers', where: customers.where.all[1] }]);

    const { body } = await asking(world)({ segment: 'roofers', at: iso(1) });

    expect(body).toMatchObject({
      holds: false,
      where: { parts: [{ segment: 'fans', holds: false, evidence: { total: 0 } }] },
    });
  });

  it('follows them as deep as they may go', async () => {
    const world = await viewingWorld(chainOf(6));

    const { body } = await asking(world)({ segment: 'link-0' });

    expect(placesIn(body.where as Explained)).toEqual([
      '/where',
      'link-1/where',
      'link-2/where',
      'link-3/where',
      'link-4/where',
      'link-5/where',
    ]);
  });

  it('opens no more of them than an answer has room for', async () => {
    const tests = Array.from({ length: 99 }, (_, index) => ({ trait: 'plan', equals: index }));
    const wide = { id: 'wide', where: { any: tests } };
    const wider = { id: 'wider', where: { any: Array.from({ length: 20 }, () => ({ segment: 'wide' })) } };
    const world = await viewingWorld([wide, wider]);

    const { body } = await asking(world)({ segment: 'wider' });

    const { parts } = body.where as { parts: readonly { parts?: object }[] }; // as in the table
    expect(parts.filter((part) => part.parts !== undefined)).toHaveLength(5);
    expect(parts.at(-1)).toMatchObject({ kind: 'segment', holds: false, condition: { segment: 'wide' } });
  });
});
