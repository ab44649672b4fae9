import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import type { FaultPlan } from '../../../infra/local/faults/faults.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';

let shop: RunningCloud;
const ends: (() => void)[] = [];
beforeAll(async () => {
  shop = await RunningCloud.start();
});
afterEach(() => {
  for (const end of ends.splice(0)) end();
});
afterAll(() => shop.stop());

/** Breaks an operation of the collector until the test ends, or only the first `times`. */
function refuse(operation: string, times = Number.POSITIVE_INFINITY): { calls: number } {
  const met = { calls: 0 };
  const plan: FaultPlan = (call) => {
    if (call.operation !== operation || !call.functionName?.includes('ingest-events')) return undefined;
    met.calls += 1;
    return met.calls > times ? undefined : { kind: 'throttle' };
  };
  ends.push(shop.cloud.faults.inject(plan));
  return met;
}

const pages = (userId: string, count: number) =>
  Array.from({ length: count }, (_, n) => ({ type: 'page', userId, name: `page ${n}` }));
const seen = async (userId: string) => {
  const profile = await shop.profile(`userId=${userId}`);
  return profile === undefined
    ? []
    : (await shop.timeline(profile.profileId)).map(({ properties }) => properties?.name);
};

describe('a stream that refuses', () => {
  it('half of the records for a while gets those again, and each is applied once', async () => {
    const { calls } = await during(refuse('PutRecords', 3), () => shop.send(...pages('anna', 8)));

    expect(calls).toBe(4);
    expect((await seen('anna')).sort()).toEqual(pages('anna', 8).map(({ name }) => name));
    expect(await shop.failedCodes()).toEqual([]);
  });

  it('the rest until the time is up does not get it: that is kept, counts as accepted, and comes by itself', async () => {
    refuse('PutRecords');

    const { status, body } = await shop.send(...pages('berta', 1));

    expect({ status, accepted: body.accepted }).toEqual({ status: 200, accepted: 1 });
    expect(shop.count('BatchWriteItem', 'FailedEvents')).toBeGreaterThan(0);
    expect(await shop.failedCodes()).toEqual([]);
    expect(await seen('berta')).toEqual(['page 0']);
  });

  it('everything while nothing else takes it makes the sender come back', async () => {
    refuse('PutRecords');
    refuse('BatchWriteItem');
    const failed = await shop.failedCodes();

    const answer = await shop.send(...pages('carla', 1));

    expect(answer).toMatchObject({ status: 503, body: { success: false, code: 'unavailable' } });
    expect(await shop.failedCodes()).toEqual(failed);
  });
});

async function during<Met>(met: Met, act: () => Promise<unknown>): Promise<Met> {
  await act();
  return met;
}
