import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { explain } from '../../../infra/cli/commands/person/explain.ts';
import { DAY, HOUR, RunningCloud } from '../../support/cloud/running-cloud.ts';

let shop: RunningCloud;
let laptop: string;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('largest', { event: 'Order Completed', maximum: { of: 'total' } }, 'computed');
  await shop.publish('lately', { event: 'Order Completed', within: '7d', count: true }, 'computed');
  await shop.send(
    identify('phone', 'on-phone', { plan: 'free', city: 'Kraków' }),
    order('phone', 'small', 5),
  );
  await shop.send(identify('laptop', 'on-laptop', { plan: 'pro' }), order('laptop', 'large', 90));
  laptop = (await shop.profile('anonymousId=laptop'))?.profileId ?? '';
  await shop.cloud.advance(HOUR);
  for (const device of ['phone', 'laptop'])
    await shop.send({ ...identify(device, `in-on-${device}`, {}), userId: 'anna' });
  await shop.send({ ...identify('laptop', 'moved', { city: null }), userId: 'anna' });
  await shop.send({ ...identify('laptop', 'shared', {}), userId: 'ben' });
  await shop.send({
    ...identify('phone', 'late', { plan: 'trial' }),
    timestamp: new Date(shop.now() - 2 * HOUR).toISOString(),
  });
});
afterAll(() => shop.stop());

const identify = (anonymousId: string, messageId: string, traits: Record<string, unknown>) => ({
  type: 'identify',
  anonymousId,
  messageId,
  traits,
});
const order = (anonymousId: string, messageId: string, total: number) => ({
  type: 'track',
  anonymousId,
  messageId,
  event: 'Order Completed',
  properties: { total },
});

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });

async function explained(query: Record<string, string>, who = 'userId=anna') {
  const id = encodeURIComponent((await shop.profile(who))?.profileId ?? '');
  const path = `/profiles/${id}/explain?${new URLSearchParams(query)}`;
  return bodyOf(await admin().call(z.looseObject({}), { path }));
}

async function told(word: string, options: Record<string, string>): Promise<string> {
  const lines: string[] = [];
  const context = { admin: admin(), print: (text: string) => lines.push(text), confirm: async () => true };
  expect(await explain.run({ ...context, options }, [word])).toBe(0);
  return lines.join('\n');
}

describe('the explanation of a person of two devices', () => {
  it('says which event made a trait, and which it beat: on the other device, and late', async () => {
    expect(await explained({ trait: '/plan' })).toMatchObject({
      value: 'pro',
      winning: [{ value: 'pro', event: { messageId: 'on-laptop', source: 'backend' } }],
      beaten: {
        total: 2,
        items: [
          { value: 'free', event: { messageId: 'on-phone' } },
          { value: 'trial', event: { messageId: 'late' } },
        ],
      },
    });
  });

  it('says which event took a trait away', async () => {
    const explanation = await explained({ trait: '/city' });

    expect(explanation).not.toHaveProperty('value');
    expect(explanation).toMatchObject({
      winning: [{ value: null, event: { messageId: 'moved' } }],
      beaten: { items: [{ value: 'Kraków', event: { messageId: 'on-phone' } }] },
    });
  });

  it('says what joined the devices, and what a limit kept apart', async () => {
    expect(await explained({ merge: laptop })).toMatchObject({
      items: [{ rule: 'merged', what: [laptop], event: { messageId: 'in-on-laptop' } }],
    });
    expect(await explained({ merge: 'anonymous_id:laptop' }, 'userId=ben')).toMatchObject({
      items: [{ rule: 'demoted', by: ['user_id'], event: { messageId: 'shared' } }],
    });
  });

  it('says which events a computed trait is of, and which one decides', async () => {
    expect(await explained({ computed: 'largest' })).toMatchObject({
      value: 90,
      deciding: { messageId: 'large', value: 90 },
      counted: { total: 2 },
    });
  });

  it('can be read in the terminal', async () => {
    expect(await told('user_id:anna', { trait: 'plan' })).toMatch(
      /^plan is "pro"\n\nMade so by\n.*\n.*\n.*plan: "pro" +identify +backend +\S+Z +on-laptop\n\nOlder.*/,
    );
    expect(await told('user_id:anna', { trait: 'city' })).toMatch(/^city is not there\n[\s\S]*city removed/);
    expect(await told('user_id:anna', { merge: laptop })).toContain('became part of this person, joined by');
    expect(await told('user_id:ben', { merge: 'anonymous_id:laptop' })).toMatch(
      /^anonymous_id:laptop was kept out: there would be more than the limit of user_id\n[\s\S]*The event said: .*user_id ben/,
    );
    expect(await told('user_id:anna', { computed: 'largest' })).toMatch(
      /^largest is 90\n\nDecided by[\s\S]*large\n\nEvents that count: 2\n/,
    );
  });

  it('counts what lies in the window at present, with no event between', async () => {
    expect(await explained({ computed: 'lately' })).toMatchObject({ value: 2, counted: { total: 2 } });

    await shop.cloud.advance(8 * DAY);

    expect(await explained({ computed: 'lately' })).toMatchObject({ value: 0, counted: { total: 0 } });
    expect(await told('user_id:anna', { computed: 'lately' })).toBe(
      'lately is 0\n\nNo event of the timeline counts.',
    );
  });

  it('says why she is in no segment that was published since, and would have been eight days ago', async () => {
    const orders = { event: 'Order Completed', within: '7d', sum: { of: 'total', atLeast: 95 } };
    await shop.publish('spenders', { where: { all: [orders, { trait: 'plan', equals: 'pro' }] } });
    const at = new Date(shop.now() - 8 * DAY).toISOString();

    expect(await explained({ segment: 'spenders' })).toMatchObject({
      holds: false,
      where: { parts: [{ holds: false, counted: [{ count: 0, sum: 0 }] }, { holds: true }] },
    });
    expect(await explained({ segment: 'spenders', at })).toMatchObject({
      holds: true,
      where: {
        parts: [
          { counted: [{ count: 2, sum: 95 }], evidence: { total: 2 } },
          { value: 'pro', evidence: { items: [{ messageId: 'on-laptop', value: 'pro' }] } },
        ],
      },
    });
    expect(await told('user_id:anna', { segment: 'spenders', at })).toMatch(
      /: in spenders, until .* if nothing happens\n[\s\S]*\nyes +all .*\nyes +event Order Completed.* 2 Order Completed, .*\n.* 95\n/,
    );
  });

  it('says who would be in a segment that nobody has published', async () => {
    const path = '/segments/preview?against=spenders';
    const body = { where: { event: 'Order Completed', sum: { of: 'total', atLeast: 90 } } };

    expect(bodyOf(await admin().call(z.looseObject({}), { method: 'POST', path, body }))).toMatchObject({
      lookedAt: 2,
      isComplete: true,
      members: 1,
      against: { id: 'spenders', entering: 1, leaving: 0 },
      sample: [{ holds: true, where: { counted: [{ sum: 95 }], evidence: { total: 2 } } }],
    });
  });
});
