import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { adminClient } from '../../../../infra/cli/cloud/admin-client.ts';
import { split } from '../../../../infra/cli/commands/person/split.ts';
import { RunningCloud } from '../../../support/cloud/running-cloud.ts';

const buyers = {
  id: 'buyers',
  where: { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } },
};
const lookers = { id: 'lookers', where: { event: 'Product Viewed', within: '30d', count: { atLeast: 2 } } };
const welcome = {
  entry: { segment: 'lookers', on: 'enter' },
  steps: [{ id: 'hold', type: 'wait', for: '3d' }],
};

const track = (ids: object, event: string, properties = {}) => ({ type: 'track', ...ids, event, properties });
const view = (ids: object) => track(ids, 'Product Viewed', { product_id: 'lamp' });
const order = (ids: object, total: number) => track(ids, 'Order Completed', { total });
const ana = { userId: 'ana' };
const laptop = { anonymousId: 'laptop' };
const bens = { anonymousId: 'laptop', context: { traits: { phone: '+48600700800' } } };

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start([buyers, lookers]);
  await shop.publish('welcome', welcome, 'journeys');
});
afterAll(() => shop.stop());

const printed: string[] = [];
async function run(...words: readonly [identifier: string, absorbed: string]): Promise<number> {
  const command = split(async () => void (await shop.cloud.drain()));
  const admin = adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
  const print = (text: string) => void printed.push(text);
  return command.run({ admin, print, confirm: async () => true, options: { absorbed: words[1] } }, [
    words[0],
  ]);
}

describe('two people on one laptop', () => {
  let anasId = '';
  let bensId = '';

  it('become one profile when she signs in there', async () => {
    await shop.send({ type: 'identify', ...ana, traits: { name: 'Ana' } }, order(ana, 80));
    await shop.send(view(laptop), view(laptop), { type: 'identify', ...laptop, traits: { name: 'Ben' } });
    anasId = (await shop.profile('userId=ana'))?.profileId ?? '';
    bensId = (await shop.profile('anonymousId=laptop'))?.profileId ?? '';

    await shop.send({ type: 'identify', ...ana, ...laptop, messageId: 'signed-in', traits: { plan: 'pro' } });
    await shop.send(order({ ...ana, ...laptop }, 30), order(bens, 500), view(ana));

    const merged = await shop.profile('userId=ana');
    expect(merged?.mergeLog.map(({ rule, what }) => [rule, what])).toEqual([['merged', [bensId]]]);
    expect(merged?.segments.map(({ id }) => id).sort()).toEqual(['buyers', 'lookers']);
    expect(await shop.runs('welcome')).toHaveLength(1);
  });

  it('are shown and split at the terminal, each with what was theirs', async () => {
    expect(await run('user_id:ana', bensId)).toBe(0);

    const [anas, bens] = [await shop.profile('userId=ana'), await shop.profile('anonymousId=laptop')];
    expect([anas?.profileId, bens?.profileId]).toEqual([anasId, bensId]);
    expect(anas?.traits).toEqual({ name: 'Ana', plan: 'pro' });
    expect(bens?.traits).toEqual({ name: 'Ben' });
    expect(anas?.identifiers.map(({ value }) => value)).toEqual(['ana']);
    expect(bens?.identifiers.map(({ value }) => value).sort()).toEqual(['+48600700800', 'laptop']);
    expect(printed.join('\n')).toContain('name: "Ben"');
  });

  it('say so in one line of each merge log, beside what was kept out', async () => {
    const anas = await shop.profile('userId=ana');
    expect(anas?.mergeLog.map(({ rule, what, messageId }) => [rule, what, messageId])).toEqual([
      ['apart', ['anonymous_id:laptop'], 'signed-in'],
      ['split', [bensId], 'signed-in'],
    ]);
    const bens = await shop.profile('anonymousId=laptop');
    expect(bens?.mergeLog.map(({ rule, what }) => [rule, what])).toEqual([['split', [anasId]]]);
  });

  it('are in the segments that are right for each, and nobody entered a journey for it', async () => {
    expect(await shop.members('buyers')).toEqual([anasId, bensId].sort());
    expect(await shop.members('lookers')).toEqual([bensId]);
    expect(await shop.runs('welcome')).toHaveLength(1);
  });

  it('are not joined again by the same sign-in, and new events go where they belong', async () => {
    await shop.send(order({ ...ana, ...laptop }, 7), view(bens));

    const [anas, again] = [await shop.profile('userId=ana'), await shop.profile('anonymousId=laptop')];
    expect([anas?.profileId, again?.profileId]).toEqual([anasId, bensId]);
    expect(anas?.mergeLog).toHaveLength(2);
    expect((await shop.members('lookers')).length).toBe(1);
  });

  it('cannot be split twice', async () => {
    await expect(run('user_id:ana', bensId)).rejects.toThrow('is not part of');
  });
});
