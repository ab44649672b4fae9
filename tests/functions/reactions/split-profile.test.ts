import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { StreamEvent } from '../../../events/stream-event.ts';
import { HOUR, ProfileWorld, START } from '../../support/profiles/profile-world.ts';
import { idOf, personOf, split } from '../../support/profiles/split-worlds.ts';
import { size } from '../../support/sizes.ts';

const segments = [
  { id: 'buyers', where: { event: 'Order Completed', within: '7d', sum: { of: 'total', atLeast: 50 } } },
  { id: 'lookers', where: { event: 'Product Viewed', within: '20d', count: { atLeast: 3 } } },
  { id: 'never-bought', where: { event: 'Order Completed', never: true } },
  { id: 'cologne', where: { trait: 'city', equals: 'Köln' } },
];
const computed = [
  { id: 'spent', event: 'Order Completed', sum: { of: 'total' } },
  { id: 'favourite', event: 'Product Viewed', mostFrequent: { of: 'sku' } },
];
const END = START + 400 * HOUR;

const contents = {
  view: (value: number) => ({ type: 'track', event: 'Product Viewed', properties: { sku: `s${value % 4}` } }),
  order: (value: number) => ({ type: 'track', event: 'Order Completed', properties: { total: value } }),
  trait: (value: number) => ({ type: 'identify', traits: value % 2 ? { city: 'Köln' } : { plan: value } }),
  group: (value: number) => ({ type: 'group', groupId: `g${value % 3}` }),
  consent: (value: number) => ({
    type: 'track',
    event: 'Consent Updated',
    properties: { channels: ['email'], status: value % 2 ? 'subscribed' : 'unsubscribed' },
  }),
} satisfies Record<string, (value: number) => Partial<StreamEvent>>;

/** Who an event is of, by what it carries; the last two join: they carry an id of each, and are Anna's. */
const ids = {
  anna: { userId: 'anna' },
  annasPhone: { anonymousId: 'a0' },
  annasNewPhone: { userId: 'anna', anonymousId: 'a1' },
  bertsPhone: { anonymousId: 'b0' },
  bertsEmail: { anonymousId: 'b0', context: { traits: { email: 'bert@x.de' } } },
  bertsNewPhone: { anonymousId: 'b1', context: { traits: { email: 'bert@x.de' } } },
  both: { userId: 'anna', anonymousId: 'b0' },
  bothByEmail: { userId: 'anna', context: { traits: { email: 'bert@x.de' } } },
} as const;
const isJoining = (who: keyof typeof ids) => who === 'both' || who === 'bothByEmail';

type Draw = { who: keyof typeof ids; what: keyof typeof contents; value: number };
const drawOf = (who: Draw['who'][]): fc.Arbitrary<Draw> =>
  fc.record({
    who: fc.constantFrom(...who),
    what: fc.constantFrom(...(Object.keys(contents) as Draw['what'][])), // its own keys
    value: fc.nat(40),
  });
const apart: Draw['who'][] = ['anna', 'annasPhone', 'annasNewPhone', 'bertsPhone', 'bertsEmail'];
const histories = fc.record({
  before: fc.array(drawOf(apart), { maxLength: 12 }),
  since: fc.array(drawOf([...apart, 'bertsNewPhone', 'both', 'bothByEmail']), { maxLength: 12 }),
  batch: fc.integer({ min: 1, max: 30 }),
});

function worldAtEnd(): ProfileWorld {
  const world = new ProfileWorld({ segments, computed });
  world.now = END;
  return world;
}

/** The same events with those of both as Anna's alone: as if nobody had ever been taken for the other. */
const unjoined = ({ event, who }: { event: StreamEvent; who: Draw['who'] }): StreamEvent => {
  if (!isJoining(who)) return event;
  const { anonymousId: _, context: __, ...anna } = event;
  return anna;
};

async function postInBatches(world: ProfileWorld, events: readonly StreamEvent[], batch: number) {
  for (let start = 0; start < events.length; start += batch)
    await world.post(...events.slice(start, start + batch));
}

describe('a split', () => {
  it('leaves both as if they had been folded apart from the start, however they came and in whatever batches', async () => {
    await fc.assert(
      fc.asyncProperty(histories, async ({ before, since, batch }) => {
        const world = worldAtEnd();
        const first: Draw[] = [
          { who: 'anna', what: 'view', value: 1 },
          { who: 'annasNewPhone', what: 'view', value: 1 },
          { who: 'bertsEmail', what: 'view', value: 2 },
        ];
        const joining: Draw = { who: 'both', what: 'trait', value: 3 };
        const drawn = [...first, ...before, joining, ...since].map(({ who, what, value }, index) => ({
          who,
          event: world.event({ ...contents[what](value), ...ids[who] }, START + index * HOUR),
        }));
        await postInBatches(
          world,
          drawn.map(({ event }) => event),
          batch,
        );
        const oracle = worldAtEnd();
        await postInBatches(oracle, drawn.map(unjoined), 1);

        await split(world, idOf(world, 'user_id', 'anna'), idOf(world, 'email', 'bert@x.de'));

        const [anna, bert] = [idOf(world, 'user_id', 'anna'), idOf(world, 'email', 'bert@x.de')];
        expect(await personOf(world, anna)).toEqual(await personOf(oracle, anna));
        expect(await personOf(world, bert)).toEqual(await personOf(oracle, bert));
        const chunks = [...world.stores.chunks.values()].flatMap(({ events }) => events);
        expect(chunks.length).toBe(new Set(chunks).size);
        const writes = world.stores.saved.length;
        await postInBatches(
          world,
          drawn.map(({ event }) => event),
          batch,
        );
        expect(world.stores.saved.length).toBe(writes);
      }),
      { numRuns: size(60, 500) },
    );
  });
});

const sms = { entry: { event: 'Product Viewed' }, steps: [{ id: 'hold', type: 'wait', for: '3d' }] };
const journeys = [
  { id: 'welcome', ...sms },
  { id: 'checkout', entry: { segment: 'buyers', on: 'enter' }, steps: sms.steps },
];

const anna = (world: ProfileWorld) => idOf(world, 'user_id', 'anna');
const anonymous = (world: ProfileWorld, value: string) => idOf(world, 'anonymous_id', value);
const view = contents.view(1);

/** Anna and some anonymous devices, each a profile of its own that viewed a product. */
async function strangers(...devices: readonly string[]): Promise<ProfileWorld> {
  const world = new ProfileWorld({ segments, journeys, computed });
  await world.post(world.event({ userId: 'anna', ...contents.trait(2) }));
  for (const anonymousId of devices) await world.post(world.event({ anonymousId, ...view }));
  return world;
}

async function identifiersOf(world: ProfileWorld, id: string): Promise<string[]> {
  return (await world.cold((await world.root(id)).id)).identifiers.map(({ value }) => value).sort();
}

describe('journeys and memberships after a split', () => {
  it('leave a run with whom it began, and let neither enter again what they were in together', async () => {
    const world = await strangers('b0');
    const began = (await world.root(anonymous(world, 'b0'))).journeys.get('welcome');
    await world.post(world.event({ userId: 'anna', anonymousId: 'b0', ...contents.order(60) }));
    const checkout = (await world.root(anna(world))).journeys.get('checkout');

    await split(world, anna(world), anonymous(world, 'b0'));

    const [annas, berts] = [await world.root(anna(world)), await world.root(anonymous(world, 'b0'))];
    expect(berts.journeys.get('welcome')).toEqual(began);
    expect(annas.journeys.get('welcome')).toBeUndefined();
    expect(annas.journeys.get('checkout')).toEqual(checkout);
    expect(berts.journeys.get('checkout')).toEqual({ ...checkout, running: false });
    expect([...annas.effects, ...berts.effects].map(({ kind }) => kind)).not.toContain('run-began');
  });

  it('begin nowhere anew: both keep since when, and their numbers go on', async () => {
    const world = await strangers('b0');
    await world.post(world.event({ userId: 'anna', anonymousId: 'b0', ...contents.order(60) }));
    const merged = await world.root(anna(world));
    world.now += HOUR;

    await split(world, anna(world), anonymous(world, 'b0'));

    const [annas, berts] = [await world.root(anna(world)), await world.root(anonymous(world, 'b0'))];
    expect(annas.memberships.get('buyers')).toEqual(merged.memberships.get('buyers'));
    expect(berts.memberships.get('never-bought')?.since).toBeDefined();
    expect(Math.min(annas.effectNumber, berts.effectNumber)).toBeGreaterThanOrEqual(merged.effectNumber);
    expect(berts.version).toBeGreaterThan(merged.version);
  });
});

describe('a split among several merges', () => {
  const join = (world: ProfileWorld, ...ids: readonly string[]) =>
    world.post(...ids.map((anonymousId) => world.event({ type: 'identify', userId: 'anna', anonymousId })));

  it.each([
    ['apart', false],
    ['in one batch', true],
  ])('keeps who came later, and can be followed by another: merged %s', async (_, isOneBatch) => {
    const world = await strangers('b', 'c', 'd');
    if (isOneBatch) await join(world, 'b', 'c', 'd');
    else for (const id of ['b', 'c', 'd']) await join(world, id);
    await world.post(world.event({ anonymousId: 'c', ...view }), world.event({ anonymousId: 'b', ...view }));

    await split(world, anna(world), anonymous(world, 'b'));
    expect(await identifiersOf(world, anna(world))).toEqual(['anna', 'c', 'd']);
    await split(world, anna(world), anonymous(world, 'd'));
    await split(world, anna(world), anonymous(world, 'c'));

    expect(await world.people()).toEqual([
      ['anonymous_id:b'],
      ['anonymous_id:c'],
      ['anonymous_id:d'],
      ['user_id:anna'],
    ]);
    const counts = ['b', 'c', 'd'].map(
      async (id) => (await personOf(world, anonymous(world, id))).events.length,
    );
    expect(await Promise.all(counts)).toEqual([2, 2, 1]);
  });

  it('takes out who came with an absorbed profile', async () => {
    const world = await strangers('b', 'c');
    await world.post(world.event({ type: 'alias', anonymousId: 'b', previousId: 'c' }));
    await join(world, 'b');
    const { mergeLog } = await world.cold(anna(world));
    const [first = ''] = mergeLog[0]?.what ?? [];

    await split(world, anna(world), first);

    expect(await identifiersOf(world, first)).toHaveLength(1);
    expect(await identifiersOf(world, anna(world))).toContain('b');
    expect((await world.people()).map((identifiers) => identifiers.length).sort()).toEqual([1, 2]);
  });

  it('leaves whoever came to both with the one it came to first', async () => {
    const world = await strangers('b', 'c');
    await join(world, 'b');
    await world.post(world.event({ type: 'alias', anonymousId: 'b', previousId: 'c' }));
    await join(world, 'c');

    await split(world, anna(world), anonymous(world, 'b'));

    expect(await world.people()).toEqual([['anonymous_id:b', 'anonymous_id:c'], ['user_id:anna']]);
  });

  it('still keeps apart whom an earlier one did, and tells of both', async () => {
    const world = await strangers('b', 'c');
    await join(world, 'b');
    await join(world, 'c');
    await split(world, anna(world), anonymous(world, 'c'));
    await split(world, anna(world), anonymous(world, 'b'));

    await join(world, 'b');
    await join(world, 'c');

    expect(await world.people()).toEqual([['anonymous_id:b'], ['anonymous_id:c'], ['user_id:anna']]);
    const { mergeLog } = await world.cold(anna(world));
    expect(mergeLog.flatMap(({ rule, what }) => (rule === 'split' ? what : []))).toEqual([
      anonymous(world, 'c'),
      anonymous(world, 'b'),
    ]);
  });
});

describe('a split that cannot be', () => {
  it('is refused when the profile is not part of the other', async () => {
    const world = await strangers('b');

    await expect(split(world, anna(world), anonymous(world, 'b'))).rejects.toThrow('is not part of');
    await expect(split(world, 'user_id:nobody', 'x')).rejects.toThrow('no profile has this id');
  });

  it('is refused when the merge is longer ago than its states are kept', async () => {
    const world = await strangers('b');
    await world.post(world.event({ userId: 'anna', anonymousId: 'b' }));
    world.now += 361 * 24 * HOUR;

    await expect(split(world, anna(world), anonymous(world, 'b'))).rejects.toThrow('it is for 360 days');
  });
});

describe('a split in a race', () => {
  it('decides again when a fold came first, and is done once however often its step comes', async () => {
    const world = await strangers('b');
    await world.post(world.event({ userId: 'anna', anonymousId: 'b' }));
    const late = world.event({ anonymousId: 'b', ...view });
    let isLate = true;
    world.stores.beforeSave = ({ pointedTo }) => {
      if (pointedTo === undefined || !isLate) return;
      isLate = false;
      const stored = world.stores.nodes.get(anna(world));
      if (stored && !('to' in stored))
        world.stores.nodes.set(anna(world), { ...stored, version: Number(stored.version) + 1 });
    };

    const first = await split(world, anna(world), anonymous(world, 'b'));
    const writes = world.stores.saved.length;
    const again = await split(world, anna(world), anonymous(world, 'b'));
    await world.post(late);

    expect(isLate).toBe(false);
    expect(first.certificate).toEqual({ kept: anna(world), left: anonymous(world, 'b') });
    expect(again.counts).toEqual({});
    expect(world.stores.saved.length).toBe(writes + 1);
    expect((await personOf(world, anonymous(world, 'b'))).events).toContain(late.messageId);
  });
});
