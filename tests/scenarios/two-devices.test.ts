import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { DAY, MINUTE, RunningCloud } from '../support/cloud/running-cloud.ts';

const recentBuyers = {
  id: 'recent-buyers',
  where: { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } },
};
const lookers = { id: 'lookers', where: { event: 'Product Viewed', within: '2d' } };

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start([recentBuyers, lookers]);
});
afterAll(() => shop.stop());

const track = (ids: object, event: string, properties = {}) => ({ type: 'track', ...ids, event, properties });

describe('a visitor on two devices', () => {
  it('browses without a name on each, as two profiles', async () => {
    await shop.send(track({ anonymousId: 'phone' }, 'Product Viewed'));
    await shop.send(track({ anonymousId: 'laptop' }, 'Product Viewed'));

    const phone = await shop.profile('anonymousId=phone');
    const laptop = await shop.profile('anonymousId=laptop');
    expect(phone?.profileId).not.toBe(laptop?.profileId);
    expect(await shop.members('lookers')).toHaveLength(2);
  });

  it('signs in on both and becomes one profile with everything she did', async () => {
    const traits = { email: 'Anna@Shop.example', name: 'Anna' };
    await shop.send({ type: 'identify', anonymousId: 'phone', userId: 'anna', traits });
    await shop.send({ type: 'identify', anonymousId: 'laptop', userId: 'anna', traits: { name: 'Anna K.' } });

    const views = await Promise.all(
      ['userId=anna', 'anonymousId=phone', 'anonymousId=laptop', 'email=anna@shop.example'].map((query) =>
        shop.profile(query),
      ),
    );
    expect(new Set(views.map((view) => view?.profileId)).size).toBe(1);
    expect(views[0]?.identifiers.map(({ type, value }) => `${type}:${value}`).sort()).toEqual([
      'anonymous_id:laptop',
      'anonymous_id:phone',
      'email:anna@shop.example',
      'user_id:anna',
    ]);
    expect(views[0]?.traits).toEqual({ email: 'Anna@Shop.example', name: 'Anna K.' });
    expect(views[0]?.mergeLog.map(({ rule }) => rule)).toEqual(['merged']);
    expect(await shop.members('lookers')).toEqual([views[0]?.profileId]);
  });

  it('is a recent buyer from her order on, and `until` names the instant she will not be', async () => {
    await shop.send(track({ userId: 'anna', anonymousId: 'laptop' }, 'Order Completed', { total: 120 }));

    const anna = await shop.profile('userId=anna');
    const membership = anna?.segments.find(({ id }) => id === 'recent-buyers');
    expect(membership?.until).toBe(iso(Date.parse(anna?.lastSeen ?? '') + 90 * DAY));
    expect(await shop.members('recent-buyers')).toEqual([anna?.profileId]);
  });

  it('is still one a minute before, and none at that instant, with no event in between', async () => {
    const anna = await shop.profile('userId=anna');
    const until = Date.parse(anna?.segments.find(({ id }) => id === 'recent-buyers')?.until ?? '');

    await shop.cloud.advance(until - MINUTE - shop.now());
    expect(await shop.members('recent-buyers')).toEqual([anna?.profileId]);
    expect((await shop.profile('userId=anna'))?.segments.map(({ id }) => id)).toContain('recent-buyers');

    await shop.cloud.advance(until - shop.now());
    expect((await shop.profile('userId=anna'))?.segments).toEqual([]);

    // the list follows within the minute
    await shop.cloud.advance(MINUTE);
    expect(await shop.members('recent-buyers')).toEqual([]);
  });
});

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
