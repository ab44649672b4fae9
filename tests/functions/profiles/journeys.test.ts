import { describe, expect, it } from 'vitest';
import { wakeProfiles } from '../../../functions/profiles/wake-profiles.ts';
import type { Effect } from '../../../shared/profiles/effect.ts';
import { DAY, HOUR, MINUTE, ProfileWorld, START } from '../../support/profiles/profile-world.ts';

const wait = { id: 'hold', type: 'wait', for: '1h' };
const cart = {
  id: 'cart',
  entry: { event: 'Product Added', reentry: { after: '7d' } },
  exit: [{ event: 'Order Completed' }],
  steps: [wait],
};
const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '7d' } };
const thanks = { id: 'thanks', entry: { segment: 'buyers', on: 'enter' }, steps: [wait] };
const missed = { id: 'missed', entry: { segment: 'buyers', on: 'exit', reentry: 'always' }, steps: [wait] };

const world = () => new ProfileWorld({ segments: [buyers], journeys: [cart, thanks, missed] });
const runs = (effects: readonly Effect[]) =>
  effects.flatMap((effect) => ('journey' in effect ? `${effect.kind} ${effect.journey}` : []));
const decided = (given: ProfileWorld) => given.stores.saved.flatMap(({ profile }) => runs(profile.effects));

describe('journeys in the profile write', () => {
  it('are entered by their event, once while they run', async () => {
    const given = world();

    await given.post(given.event({ anonymousId: 'phone', event: 'Product Added' }));
    await given.post(given.event({ anonymousId: 'phone', event: 'Product Added' }));

    expect(decided(given)).toEqual(['run-began cart']);
    expect(given.roots()[0]?.journeys.get('cart')).toMatchObject({
      entries: 1,
      enteredAt: START,
      running: true,
    });
  });

  it('are left by their exit event, and entered again when their time has come', async () => {
    const given = world();
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));
    given.now += HOUR;
    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }));
    given.now += DAY;
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));
    given.now += 7 * DAY;
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));

    expect(decided(given).filter((name) => name.endsWith('cart'))).toEqual([
      'run-began cart',
      'run-ended cart',
      'run-began cart',
    ]);
  });

  it('are not entered when a later exit is known already', async () => {
    const given = world();
    const [added, bought] = [START, START + MINUTE];
    given.now += HOUR;

    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }, bought));
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }, added));

    expect(decided(given)).not.toContain('run-began cart');
  });

  it('are not entered by what happened more than a day ago', async () => {
    const given = world();

    await given.post(given.event({ userId: 'anna', event: 'Product Added' }, START - 25 * HOUR));

    expect(decided(given)).toEqual([]);
  });

  it('are entered by a segment, also when time alone changes it', async () => {
    const given = world();
    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }));
    expect(decided(given)).toEqual(['run-began thanks']);

    given.now += 7 * DAY;
    await wakeProfiles(given.dependencies(), Math.ceil(given.now / MINUTE));

    expect(decided(given)).toEqual(['run-began thanks', 'run-began missed']);
  });

  it('do not greet those whom a segment published later takes in', async () => {
    const given = new ProfileWorld();
    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }));
    given.publish([buyers], [thanks]);

    await given.post(given.event({ userId: 'anna', event: 'Page Viewed' }));

    expect(given.roots()[0]?.memberships.get('buyers')?.since).toBe(START);
    expect(decided(given)).toEqual([]);
  });

  it('are entered by what time changed although something else was published meanwhile', async () => {
    const given = world();
    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }));
    given.publish([buyers, { id: 'all', where: { event: 'Page Viewed' } }], [cart, thanks, missed]);
    given.now += 7 * DAY;

    await wakeProfiles(given.dependencies(), Math.ceil(given.now / MINUTE));

    expect(decided(given)).toContain('run-began missed');
  });

  it('go on once after a merge: of two runs the younger is cancelled', async () => {
    const given = world();
    await given.post(given.event({ anonymousId: 'phone', event: 'Product Added' }));
    given.now += MINUTE;
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));
    const [older, younger] = given.roots().map(({ journeys }) => journeys.get('cart')?.entryId);

    await given.post(given.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));

    const effects = given.stores.saved.at(-1)?.profile.effects ?? [];
    expect(effects).toMatchObject([{ kind: 'run-ended', entryId: younger, reason: 'merged' }]);
    expect(given.roots()[0]?.journeys.get('cart')).toMatchObject({ entryId: older, running: true });
  });

  it('end at a merge when the other side had bought since', async () => {
    const given = world();
    await given.post(given.event({ anonymousId: 'phone', event: 'Product Added' }));
    given.now += MINUTE;
    await given.post(given.event({ userId: 'anna', event: 'Order Completed' }));

    await given.post(given.event({ type: 'identify', userId: 'anna', anonymousId: 'phone' }));

    expect(runs(given.stores.saved.at(-1)?.profile.effects ?? [])).toEqual(['run-ended cart']);
  });

  it('may be entered again once the platform says that the run has ended', async () => {
    const again = { ...cart, entry: { event: 'Product Added', reentry: 'always' } };
    const given = new ProfileWorld({ journeys: [again] });
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));
    const [root] = given.roots();
    const entryId = root?.journeys.get('cart')?.entryId ?? '';

    await given.post(
      given.event({
        source: { id: 'platform', kind: 'platform' },
        profileId: root?.id ?? '',
        event: 'Journey Ended',
        properties: { journey: 'cart', entryId, status: 'completed' },
      }),
    );
    await given.post(given.event({ userId: 'anna', event: 'Product Added' }));

    expect(decided(given)).toEqual(['run-began cart', 'run-began cart']);
  });
});

describe('what messages need of a profile', () => {
  it('keeps consents, the latest locale and push tokens, in any order', async () => {
    const given = new ProfileWorld();
    const device = { device: { token: 'token-1' }, locale: 'pl-PL' };
    const consent = (status: string) => ({
      event: 'Consent Updated',
      properties: { channels: ['email'], status },
    });

    await given.post(
      given.event({ userId: 'anna', context: device, ...consent('unsubscribed') }, START + MINUTE),
    );
    await given.post(
      given.event({ userId: 'anna', context: { locale: 'en' }, ...consent('subscribed') }, START),
    );

    const [root] = given.roots();
    const cold = await given.cold(root?.id ?? '');
    expect(root?.locale).toEqual({ value: 'pl-PL', at: START + MINUTE });
    expect(Object.keys(cold.devices)).toEqual(['token-1']);
    expect(Object.values(cold.consents)).toMatchObject([{ status: 'unsubscribed' }]);
  });
});
