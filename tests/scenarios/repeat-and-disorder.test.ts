import { afterAll, describe, expect, it } from 'vitest';
import { HOUR, RunningCloud } from '../support/cloud/running-cloud.ts';
import { shuffled } from '../support/cloud/shuffled.ts';

const segments = [
  { id: 'buyers', where: { event: 'Order Completed', within: '7d', sum: { of: 'total', atLeast: 50 } } },
  {
    id: 'undecided',
    where: {
      all: [
        { event: 'Product Viewed', within: '2d' },
        { event: 'Order Completed', never: true },
      ],
    },
  },
  { id: 'cologne', where: { trait: 'address.city', equals: 'Köln' } },
];
const PEOPLE = 12;

// each person looks around on two devices, signs in on both, and every second one buys
function historyOf(person: number, now: number): object[] {
  const at = (hours: number) => new Date(now - (48 - hours) * HOUR).toISOString();
  const [phone, laptop] = [`phone-${person}`, `laptop-${person}`];
  const userId = `user-${person}`;
  const city = person % 3 === 0 ? 'Köln' : 'Bonn';
  const events = [
    { type: 'page', anonymousId: phone, name: 'Home', timestamp: at(1) },
    { type: 'track', anonymousId: phone, event: 'Product Viewed', timestamp: at(2) },
    {
      type: 'identify',
      anonymousId: phone,
      userId,
      traits: { email: `p${person}@shop.example`, address: { city: 'Ulm' } },
      timestamp: at(3),
    },
    { type: 'track', anonymousId: laptop, event: 'Product Viewed', timestamp: at(4) },
    { type: 'identify', anonymousId: laptop, userId, traits: { address: { city } }, timestamp: at(5) },
    ...(person % 2
      ? [{ type: 'track', userId, event: 'Order Completed', properties: { total: 30 }, timestamp: at(6) }]
      : []),
    ...(person % 2
      ? [
          {
            type: 'track',
            anonymousId: phone,
            event: 'Order Completed',
            properties: { total: 30 },
            timestamp: at(7),
          },
        ]
      : []),
  ];
  return events.map((event, index) => ({ ...event, messageId: `${person}-${index}` }));
}

type Person = { ids: string[]; traits: object; segments: { id: string; until?: string | undefined }[] };

async function peopleOf(cloud: RunningCloud): Promise<Person[]> {
  const people: Person[] = [];
  for (let person = 0; person < PEOPLE; person += 1) {
    const view = await cloud.profile(`userId=user-${person}`);
    people.push({
      ids: (view?.identifiers ?? []).map(({ type, value }) => `${type}:${value}`).sort(),
      traits: view?.traits ?? {},
      segments: (view?.segments ?? [])
        .map(({ id, until }) => ({ id, until }))
        .sort((a, b) => (a.id < b.id ? -1 : 1)),
    });
  }
  return people;
}

async function membersOf(cloud: RunningCloud): Promise<number[]> {
  return Promise.all(segments.map(async ({ id }) => (await cloud.members(id)).length));
}

const running: RunningCloud[] = [];
async function play(events: readonly object[], batchSize: number): Promise<RunningCloud> {
  const cloud = await RunningCloud.start(segments);
  running.push(cloud);
  for (let start = 0; start < events.length; start += batchSize)
    await cloud.post('/v1/batch', { batch: events.slice(start, start + batchSize) });
  await cloud.cloud.drain();
  return cloud;
}
afterAll(() => Promise.all(running.map((cloud) => cloud.stop())));

describe('the same stream', () => {
  it('posted twice, or in another order, gives the same profiles and memberships', async () => {
    const now = Date.now();
    const events = Array.from({ length: PEOPLE }, (_, person) => historyOf(person, now)).flat();

    const once = await play(events, 50);
    const twice = await play([...events, ...events], 40);
    const disordered = await play(shuffled(events, 7), 9);

    const expected = await peopleOf(once);
    expect(expected.map(({ ids }) => ids.length)).toEqual(Array(PEOPLE).fill(4));
    expect(await membersOf(once)).toEqual([PEOPLE / 2, PEOPLE / 2, PEOPLE / 3]);
    expect(await peopleOf(twice)).toEqual(expected);
    expect(await peopleOf(disordered)).toEqual(expected);
    expect(await membersOf(twice)).toEqual(await membersOf(once));
    expect(await membersOf(disordered)).toEqual(await membersOf(once));
  });
});
