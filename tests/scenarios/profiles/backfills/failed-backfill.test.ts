import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../../infra/cli/cloud/admin-client.ts';
import type { WireCall } from '../../../../infra/local/runtime/front/wire-call.ts';
import { HOUR, RunningCloud } from '../../../support/cloud/running-cloud.ts';

const buyers = { where: { event: 'Order Completed', within: '90d' } };

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.send({ type: 'track', event: 'Order Completed', userId: 'anna', properties: { total: 10 } });
});
afterAll(() => shop.stop());

async function read(id: string) {
  const admin = adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
  return bodyOf(await admin.call(z.looseObject({ status: z.string() }), { path: `/segments/${id}` }));
}

/** Lets one of the shards never say how far it is, until that is ended. */
const failShard = (): (() => void) =>
  shop.cloud.faults.inject(({ functionName, operation, body }: WireCall) =>
    functionName?.endsWith('wake-profiles') && operation === 'UpdateItem' && body.includes('shard0')
      ? { kind: 'crashBefore' }
      : undefined,
  );

describe('a backfill that failed', { timeout: 60_000 }, () => {
  it('shows on what it was to bring to everybody, with why and what to do', async () => {
    const end = failShard();

    await shop.publish('buyers', buyers);
    await shop.cloud.drain();
    await shop.cloud.advance(3 * HOUR);
    end();

    expect(await read('buyers')).toMatchObject({
      status: 'failed',
      failure: {
        at: expect.any(String),
        why: expect.stringMatching(/^FAILED: /),
        next: expect.stringContaining('publish it again, unchanged or not'),
      },
    });
  });

  it('begins anew when the same is published again, and ends with everybody in it', async () => {
    await shop.publish('buyers', buyers);

    expect(await read('buyers')).toMatchObject({ status: 'backfilling' });

    await shop.cloud.drain();
    await shop.cloud.advance(HOUR);

    expect(await read('buyers')).toMatchObject({ status: 'live', members: 1 });
  });
});
