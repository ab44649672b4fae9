import { rm } from 'node:fs/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { assemblyFolder } from '../../../support/cloud/assembly.ts';
import { changedAssembly, type Template } from '../../../support/cloud/changed-assembly.ts';
import { RunningCloud } from '../../../support/cloud/running-cloud.ts';

const DEVICES = 20;
const SIGN_INS = 50;
const SHARDS = 4;

const carts = { id: 'full-carts', where: { event: 'Product Added', within: '30d', count: { atLeast: 2 } } };
const exact = {
  id: 'sixty-added',
  where: { event: 'Product Added', within: '30d', count: { exactly: 60 } },
};
const known = { id: 'known', where: { trait: 'email', exists: true } };
const holding = [{ id: 'hold', type: 'wait', for: '3d' }];
// each device fills its cart twice, so that every one of them has entered before they are joined
const journeys = {
  welcome: { entry: { segment: 'known', on: 'enter' }, steps: holding },
  reminder: { entry: { event: 'Product Added' }, steps: holding },
  checkout: { entry: { segment: 'full-carts', on: 'enter' }, steps: holding },
};

function onFourShards({ Resources }: Template): void {
  for (const { Type, Properties } of Object.values(Resources))
    if (Type === 'AWS::Kinesis::Stream') Properties.ShardCount = SHARDS;
}

let folder: string;
let shop: RunningCloud;
beforeAll(async () => {
  folder = await changedAssembly(assemblyFolder, 'Tributary', onFourShards);
  shop = await RunningCloud.start([carts, exact, known], folder);
  await shop.publish('workspace', { identity: { limits: { anonymous_id: { count: DEVICES } } } }, '.');
  for (const [id, journey] of Object.entries(journeys)) await shop.publish(id, journey, 'journeys');
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

const devices = Array.from({ length: DEVICES }, (_, index) => `device-${index}`);
const addedOn = (anonymousId: string) => ({ type: 'track', anonymousId, event: 'Product Added' });
// every second device says only the email: what has no user id comes over the shard of its device
const signIn = (index: number) => ({
  type: 'identify',
  ...(index % 2 === 0 ? { userId: 'anna' } : {}),
  anonymousId: devices[index % DEVICES],
  traits: { email: 'anna@shop.example', [`visit-${index}`]: true },
});

describe('fifty sign-ins at once that join twenty anonymous profiles, on four shards', () => {
  it('meet twenty profiles that are each on their way through the same journeys', async () => {
    await shop.send(...devices.flatMap((device) => [addedOn(device), addedOn(device)]));

    const profiles = await Promise.all(devices.map((device) => shop.profile(`anonymousId=${device}`)));
    expect(new Set(profiles.map((profile) => profile?.profileId)).size).toBe(DEVICES);
    const running = (await shop.runs('reminder')).filter(({ status }) => status === 'running');
    expect(running).toHaveLength(DEVICES);
  });

  it('leave one profile with everything that happened, once', async () => {
    const signIns = Array.from({ length: SIGN_INS }, (_, index) => signIn(index));
    const answers = await Promise.all([
      ...signIns.map((event) => shop.post('/v1/identify', event)),
      ...devices.map((device) => shop.post('/v1/track', addedOn(device))),
    ]);
    await shop.cloud.drain();

    expect(new Set(answers.map(({ status }) => status))).toEqual(new Set([200]));
    const anna = await shop.profile('userId=anna');
    const found = await Promise.all(devices.map((device) => shop.profile(`anonymousId=${device}`)));
    expect(new Set(found.map((profile) => profile?.profileId))).toEqual(new Set([anna?.profileId]));
    expect(anna?.identifiers).toHaveLength(DEVICES + 2);
    expect(Object.keys(anna?.traits ?? {})).toHaveLength(SIGN_INS + 1);
    expect(anna?.mergeLog.filter(({ rule }) => rule === 'merged')).toHaveLength(DEVICES - 1);
    expect(await shop.failedCodes()).toEqual([]);
  });

  it('are members once and run through each journey once', async () => {
    const anna = await shop.profile('userId=anna');

    expect(await shop.members('sixty-added')).toEqual([anna?.profileId]);
    expect(await shop.members('full-carts')).toEqual([anna?.profileId]);
    expect(await shop.members('known')).toEqual([anna?.profileId]);
    for (const journey of Object.keys(journeys)) {
      const running = (await shop.runs(journey)).filter(({ status }) => status === 'running');
      expect([journey, running.length]).toEqual([journey, 1]);
    }
    expect(anna?.journeys.map(({ id, entries, running }) => [id, entries, running]).sort()).toEqual([
      ['checkout', 1, true],
      ['reminder', 1, true],
      ['welcome', 1, true],
    ]);
  });
});
