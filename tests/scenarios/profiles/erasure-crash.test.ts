import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import type { WireCall } from '../../../infra/local/runtime/front/wire-call.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { HOUR, RunningCloud } from '../../support/cloud/running-cloud.ts';

const jobSchema = z.looseObject({ status: z.string(), certificate: z.unknown() });

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await publishJourneys(shop);
});
afterAll(() => shop.stop());

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });

async function customer(userId: string): Promise<string> {
  const ids = { userId, anonymousId: `${userId}-phone` };
  await shop.send(identify(ids, userId), consent({ userId }), addToCart(ids, 'A lamp'));
  const { profileId } = (await shop.profile(`userId=${userId}`)) ?? expect.fail(`no profile of ${userId}`);
  return profileId;
}

const deaths = ['crashBefore', 'crashAfter'] as const;

/** Kills the function before the first of each kind of call it makes, and after the second. */
function killAtEach(): { readonly met: ReadonlyMap<string, number>; end(): void } {
  const met = new Map<string, number>();
  const end = shop.cloud.faults.inject(({ functionName, service, operation, resources }: WireCall) => {
    if (!functionName?.endsWith('forget-profile')) return undefined;
    const call = [service, operation, ...resources.map((name) => name.split('/')[0])].join(' ');
    const times = met.get(call) ?? 0;
    met.set(call, times + 1);
    const kind = deaths[times];
    return kind && { kind };
  });
  return { met, end };
}

describe('an erasure', () => {
  it('ends the same when it dies before and after every kind of call', async () => {
    const userId = 'anna';
    const profileId = await customer(userId);
    const { met, end } = killAtEach();

    const path = `/profiles/${encodeURIComponent(profileId)}/erasure`;
    const { jobId } = bodyOf(await admin().call(z.object({ jobId: z.string() }), { method: 'POST', path }));
    await shop.cloud.drain();
    await shop.cloud.advance(26 * HOUR);
    end();

    expect(met.size).toBeGreaterThan(10);
    const job = bodyOf(await admin().call(jobSchema, { path: `/jobs/${jobId}` }));
    expect(job).toMatchObject({
      status: 'done',
      certificate: {
        erasedAt: expect.any(String),
        completedAt: expect.any(String),
        kept: { tombstones: 3 },
      },
    });
    expect(await shop.profile(`userId=${userId}`)).toBeUndefined();
    expect(await shop.timelines()).not.toContain(profileId);
    expect((await shop.runs('welcome')).filter((run) => run.profileId === profileId)).toEqual([]);
  });

  it('stops a journey that waits, and nothing is sent', async () => {
    const profileId = await customer('waiting');
    const path = `/profiles/${encodeURIComponent(profileId)}/erasure`;
    bodyOf(await admin().call(z.unknown(), { method: 'POST', path }));
    await shop.cloud.drain();

    await shop.cloud.advance(2 * HOUR);

    expect(await shop.sent('to=waiting@shop.example')).toEqual([]);
    expect(shop.cloud.transitions().filter(({ status }) => status === 'RUNNING')).toEqual([]);
  });
});
