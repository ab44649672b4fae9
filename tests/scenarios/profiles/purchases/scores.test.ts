import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../../infra/cli/cloud/admin-client.ts';
import { DAY, HOUR, MINUTE, RunningCloud } from '../../../support/cloud/running-cloud.ts';

const BUYERS = 10;
const groups = ['champions', 'loyal', 'new', 'need-attention', 'hibernating', 'lost'];

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  const { publicUrl: url, adminToken: token } = shop.cloud;
  const settings = { method: 'PUT', path: '/rfm', body: { minimumBuyers: BUYERS } } as const;
  bodyOf(await adminClient({ url, token }).call(z.unknown(), settings));
  // the scores of a day come at its end: all of this happens on one
  await shop.cloud.advance(untilMidnight());
  for (const group of groups) await shop.publish(`rfm-${group}`, { where: { rfm: group } });
});
afterAll(() => shop.stop());

const untilMidnight = () => DAY - (shop.now() % DAY) + MINUTE;
const orderOf = (buyer: number, total: number) => ({
  type: 'track',
  userId: `buyer-${buyer}`,
  event: 'Order Completed',
  properties: { total },
});
const buyers = Array.from({ length: BUYERS }, (_, index) => index);
const scoresOf = async (buyer: number) => (await shop.profile(`userId=buyer-${buyer}`))?.rfm;

describe('scores of recency, frequency and money', () => {
  it('come the night after, and are on every buyer', async () => {
    // the n-th buys n + 1 times, more each time, and the last time n hours after the first
    for (const hour of buyers) {
      await shop.send(...buyers.filter((buyer) => buyer >= hour).map((buyer) => orderOf(buyer, 10 + buyer)));
      await shop.cloud.advance(HOUR);
    }
    expect(await scoresOf(9)).toBeUndefined();

    await shop.cloud.advance(untilMidnight());

    const scores = await Promise.all(buyers.map(scoresOf));
    const fifths = buyers.map((buyer) => 1 + Math.floor(buyer / 2));
    expect(scores).toMatchObject(fifths.map((score) => ({ recency: score, frequency: score, money: score })));
    expect(await shop.members('rfm-champions')).toHaveLength(2);
    expect(await shop.members('rfm-lost')).toHaveLength(2);
  });

  it('fall at their instant when nothing more is bought, and the move is told', async () => {
    const champion = await shop.profile('userId=buyer-9');
    const slips = champion?.rfm?.slips;
    expect(slips?.group).toBe('loyal');
    expect(champion?.segments).toMatchObject([{ id: 'rfm-champions', until: slips?.at }]);

    await shop.cloud.advance(Date.parse(slips?.at ?? '') + MINUTE - shop.now());

    expect(await shop.members('rfm-champions')).not.toContain(champion?.profileId);
    expect(await shop.members('rfm-loyal')).toContain(champion?.profileId);
    const told = (await shop.timeline(champion?.profileId ?? '')).filter(
      ({ event, properties }) => event?.startsWith('Segment ') && properties?.entry === 1,
    );
    expect(told.slice(-2)).toMatchObject([
      { event: 'Segment Exited', properties: { segment: 'rfm-champions' }, timestamp: slips?.at },
      { event: 'Segment Entered', properties: { segment: 'rfm-loyal' }, timestamp: slips?.at },
    ]);
  });
});
