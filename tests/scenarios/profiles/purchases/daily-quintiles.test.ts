import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../../infra/cli/cloud/admin-client.ts';
import { DAY, HOUR, RunningCloud } from '../../../support/cloud/running-cloud.ts';

const BUYERS = 10;

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  const admin = adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
  bodyOf(await admin.call(z.unknown(), { method: 'PUT', path: '/rfm', body: { minimumBuyers: BUYERS } }));
  await shop.publish('spends-most', { where: { rfm: 'money', equals: 5 } });
  await shop.publish('lost', { where: { rfm: 'lost' } });
  await shop.cloud.drain();
});
afterAll(() => shop.stop());

const order = (buyer: number, total: number, at: number) => ({
  ...{ type: 'track', event: 'Order Completed', userId: `buyer-${buyer}`, properties: { total } },
  timestamp: new Date(at).toISOString(),
});

const everybody = Array.from({ length: BUYERS }, (_, buyer) => buyer);

async function read(path: string): Promise<Record<string, unknown>> {
  const admin = adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
  return bodyOf(await admin.call(z.looseObject({}), { path }));
}

/** Lets a day pass, with what is done once in it and what follows from that. */
async function passDay(): Promise<void> {
  await shop.cloud.advance(DAY);
  await shop.cloud.drain();
  await shop.cloud.advance(HOUR);
}

/** The user ids of who is in the segment. */
async function membersOf(segment: string): Promise<string[]> {
  const ids = await shop.userIds();
  return (await shop.members(segment)).map((profileId) => ids.get(profileId) ?? profileId).sort();
}

describe('once a day', { timeout: 60_000 }, () => {
  it('all buyers are compared, and each has the group that follows', async () => {
    // who spent most bought last
    await shop.send(
      ...everybody.map((buyer) => order(buyer, 10 * (buyer + 1), shop.now() - (20 - buyer) * HOUR)),
    );
    expect(await read('/rfm/groups')).toMatchObject({ from: 'nothing', buyers: 0 });

    await passDay();

    expect(await read('/rfm/groups')).toMatchObject({
      from: 'buyers',
      bounds: { money: [20, 40, 60, 80], frequency: [1, 1, 1, 1] },
      buyers: BUYERS,
      groups: expect.arrayContaining([
        { group: 'potential-loyalists', buyers: 4 },
        { group: 'lost', buyers: 2 },
      ]),
    });
    expect(await membersOf('spends-most')).toEqual(['buyer-8', 'buyer-9']);
  });

  it('new bounds move those who did nothing', async () => {
    const others = everybody.slice(0, 8);
    await shop.send(...others.map((buyer) => order(buyer, 1_000 + buyer, shop.now() - HOUR)));
    // by the bounds of yesterday everybody spends most now
    expect(await membersOf('spends-most')).toHaveLength(BUYERS);

    await passDay();

    expect(await membersOf('spends-most')).toEqual(['buyer-6', 'buyer-7']);
    expect(await membersOf('lost')).toEqual(expect.arrayContaining(['buyer-8', 'buyer-9']));
  });

  it('how many are in each segment is kept', async () => {
    await passDay();

    const { items } = await read('/segments/spends-most/history');

    // before anybody was scored, by the bounds of the first day, by those of the second
    const days = z.array(z.object({ day: z.iso.date(), members: z.number() })).parse(items);
    expect(days.map(({ members }) => members)).toEqual([2, BUYERS, 0]);
  });
});
