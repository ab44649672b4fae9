import { describe, expect, it } from 'vitest';
import { wakeProfiles } from '../../../functions/profiles/wake-profiles.ts';
import { DAY, HOUR, MINUTE, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const wait = { id: 'hold', type: 'wait', for: '1h' };
const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '7d' } };
const thanks = { id: 'thanks', entry: { segment: 'buyers', on: 'enter' }, steps: [wait] };
const missed = { id: 'missed', entry: { segment: 'buyers', on: 'exit', reentry: 'always' }, steps: [wait] };

const decided = ({ stores }: ProfileWorld) =>
  stores.saved.flatMap(({ profile }) =>
    profile.effects.flatMap((effect) => ('journey' in effect ? `${effect.kind} ${effect.journey}` : [])),
  );

describe('segments whose members a journey keeps out', () => {
  const staff = { id: 'staff', where: { trait: 'staff', equals: true } };
  const fresh = { id: 'fresh', where: { event: 'Signed Up', within: '1h' } };
  const seller = { id: 'seller', where: { event: 'Order Completed', count: { atLeast: 2 } } };
  const signedUp = { event: 'Signed Up', reentry: 'always' };
  const greet = { id: 'greet', entry: { ...signedUp, exclude: ['staff', 'seller'] }, steps: [wait] };
  const shop = (...journeys: object[]) =>
    new ProfileWorld({ segments: [buyers, staff, fresh, seller], journeys });
  const anna = (given: ProfileWorld, event: string) => given.event({ userId: 'anna', event });
  const hired = (given: ProfileWorld, isStaff: boolean) =>
    given.event({ type: 'identify', userId: 'anna', traits: { staff: isStaff } });

  it('do not enter it by an event, until they have left the segment', async () => {
    const given = shop(greet);
    await given.post(hired(given, true));
    await given.post(anna(given, 'Signed Up'));
    expect(decided(given)).toEqual([]);

    await given.post(hired(given, false));
    await given.post(anna(given, 'Signed Up'));

    expect(decided(given)).toEqual(['run-began greet']);
  });

  it.each([
    ['in one batch', 1],
    ['one by one', 4],
  ])('are known as the event finds them, %s: later events change nothing', async (_, batches) => {
    const given = shop(greet);
    const events = [
      hired(given, true),
      anna(given, 'Signed Up'),
      hired(given, false),
      anna(given, 'Signed Up'),
    ];
    const size = events.length / batches;

    for (let from = 0; from < events.length; from += size)
      await given.post(...events.slice(from, from + size));

    expect(decided(given)).toEqual(['run-began greet']);
  });

  it('are those, too, whom the same event takes in', async () => {
    const given = shop({ ...greet, entry: { ...signedUp, exclude: ['fresh'] } });

    await given.post(anna(given, 'Signed Up'));

    expect(given.roots()[0]?.memberships.get('fresh')?.since).toBe(START);
    expect(decided(given)).toEqual([]);
  });

  it('are in no longer when time alone has taken them out, even before the wake', async () => {
    const given = shop({ id: 'again', entry: { event: 'Page Viewed', exclude: ['fresh'] }, steps: [wait] });
    await given.post(anna(given, 'Signed Up'));
    given.now += HOUR;

    await given.post(anna(given, 'Page Viewed'));

    expect(decided(given)).toEqual(['run-began again']);
  });

  it('do not enter it by a segment', async () => {
    const given = shop({ ...thanks, entry: { ...thanks.entry, reentry: 'always', exclude: ['seller'] } });
    await given.post(anna(given, 'Order Completed'));
    given.now += 7 * DAY;
    await wakeProfiles(given.dependencies(), Math.ceil(given.now / MINUTE));

    await given.post(anna(given, 'Order Completed'));

    expect(decided(given)).toEqual(['run-began thanks']);
  });

  it('cost who gets in nothing: as many writes, and in them the same', async () => {
    const stored = async (entry: object) => {
      const given = shop({ ...greet, entry });
      for (const event of ['Page Viewed', 'Signed Up', 'Order Completed'])
        await given.post(anna(given, event));
      return given.stores.saved;
    };

    expect(await stored(greet.entry)).toEqual(await stored(signedUp));
  });

  it('are asked at the instant at which time alone changed the segment, however late the wake', async () => {
    const weekOld = { id: 'week-old', where: { event: 'Order Completed', within: '169h' } };
    const given = new ProfileWorld({
      segments: [buyers, weekOld],
      journeys: [{ ...missed, entry: { ...missed.entry, exclude: ['week-old'] } }],
    });
    await given.post(anna(given, 'Order Completed'));
    given.now += 7 * DAY + 5 * HOUR;

    await wakeProfiles(given.dependencies(), (START + 7 * DAY) / MINUTE);

    expect(given.roots()[0]?.memberships.get('week-old')?.since).toBeUndefined();
    expect(decided(given)).toEqual([]);
  });
});

describe('a journey that asks whether somebody is in a segment, by what the event says', () => {
  const fans = {
    id: 'fans',
    parameters: ['category', 'least'],
    where: {
      all: [
        { trait: 'likes', equals: { parameter: 'category' } },
        { computed: 'spent', atLeast: { parameter: 'least' } },
        { event: 'Order Completed', within: '90d' },
      ],
    },
  };
  const spent = { id: 'spent', event: 'Order Completed', sum: { of: 'total' } };
  const given = { category: { property: 'category' }, least: { property: 'least' } };
  const promote = {
    id: 'promote',
    entry: { event: 'Promoted', in: { segment: 'fans', with: given } },
    steps: [wait],
  };
  const anna = (shop: ProfileWorld, event: string, properties: object) =>
    shop.event({ userId: 'anna', event, properties: { ...properties } });

  async function fanOfTea(journeys: object[] = [promote]): Promise<ProfileWorld> {
    const shop = new ProfileWorld({ segments: [fans], journeys, computed: [spent] });
    await shop.post(
      shop.event({ type: 'identify', userId: 'anna', traits: { likes: 'tea', city: 'Krakow' } }),
      anna(shop, 'Order Completed', { total: 40 }),
    );
    return shop;
  }

  it.each([
    [{ category: 'tea', least: 40 }, ['run-began promote']],
    [{ category: 'tea', least: '40' }, ['run-began promote']],
    [{ category: 'coffee', least: 40 }, []],
    [{ category: 'tea', least: 41 }, []],
    [{ category: 'tea' }, []],
    // values that the operators do not take
    [{ category: ['tea'], least: 40 }, []],
    [{ category: 'tea', least: 'much' }, []],
    [{ category: null, least: { parameter: 'least' } }, []],
  ])('lets in with %j: %j', async (properties, expected) => {
    const shop = await fanOfTea();

    await shop.post(anna(shop, 'Promoted', properties));

    expect(decided(shop)).toEqual(expected);
  });

  it('keeps what it asks about from its publication on, and builds it from history', async () => {
    const shop = await fanOfTea([]);
    const keptBy = (root = shop.roots()[0]) => [Object.keys(root?.mentionedTraits ?? {}), root?.windows.size];
    // the computed trait keeps one anyway
    expect(keptBy()).toEqual([[], 1]);
    shop.publish([fans], [promote]);

    await shop.post(anna(shop, 'Promoted', { category: 'tea', least: 40 }));

    expect(decided(shop)).toEqual(['run-began promote']);
    expect(keptBy()).toEqual([['likes'], 2]);
  });

  it('keeps nothing for the values that come', async () => {
    const shop = await fanOfTea();
    const { compiled } = shop.live;
    const kept = [compiled.windows.length, compiled.accumulators.length];

    for (const least of [1, 2, 3]) await shop.post(anna(shop, 'Promoted', { category: 'tea', least }));

    expect([compiled.windows.length, compiled.accumulators.length]).toEqual(kept);
    expect(shop.roots()[0]?.windows.size).toBe(2);
  });

  it('counts the event itself, and asks a segment without parameters as well', async () => {
    const asked = { event: 'Order Completed', in: { segment: 'buyers' } };
    const shop = new ProfileWorld({
      segments: [buyers],
      journeys: [{ id: 'bought', entry: asked, steps: [wait] }],
    });

    await shop.post(anna(shop, 'Order Completed', {}));

    expect(decided(shop)).toEqual(['run-began bought']);
  });
});
