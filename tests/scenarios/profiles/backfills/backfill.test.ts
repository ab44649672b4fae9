import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../../infra/cli/cloud/admin-client.ts';
import { postBatch } from '../../../../infra/cli/replay/collector.ts';
import type { WireCall } from '../../../../infra/local/runtime/front/wire-call.ts';
import { assemblyFolder } from '../../../support/cloud/assembly.ts';
import { DAY, MINUTE, RunningCloud } from '../../../support/cloud/running-cloud.ts';
import { naiveHolds } from '../../../support/naive-evaluator.ts';
import type { NaiveEvent } from '../../../support/segments/naive-counted.ts';
import { size } from '../../../support/sizes.ts';

const PEOPLE = size(300, 50_000);
const LONG = 3_600_000; // a drain ends when there is nothing left to do
const spenders = { event: 'Order Completed', within: '90d', sum: { of: 'total', atLeast: 100 } };
const gone = { not: { event: 'Order Completed', within: '30d' } };

let folder: string;
let shop: RunningCloud;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'tributary-backfill-'));
  shop = await RunningCloud.start([], assemblyFolder, folder);
  // what is tried again after a crash waits until the clock is moved
  shop.cloud.clock.freeze();
});
afterAll(async () => {
  await shop.stop();
  await rm(folder, { recursive: true });
});

type Order = { readonly userId: string; readonly at: number; readonly total: number };
const posted: Order[] = [];

/** An order of somebody, some time in the last 120 days. */
const orderOf = (index: number): Order => ({
  userId: `person-${index % PEOPLE}`,
  at: shop.now() - ((index * 7_919) % 120) * DAY - 1,
  total: (index * 37) % 90,
});

async function order(orders: readonly Order[]): Promise<void> {
  const url = shop.cloud.publicUrl;
  const key = shop.sources.find(({ kind }) => kind === 'server')?.writeKey ?? '';
  for (let start = 0; start < orders.length; start += 500) {
    const batch = orders.slice(start, start + 500).map(({ userId, at, total }) => ({
      ...{ type: 'track', event: 'Order Completed', userId },
      ...{ timestamp: new Date(at).toISOString(), properties: { total } },
    }));
    await postBatch({ url, key }, batch);
  }
  posted.push(...orders);
}

const orders = (count: number, from = 0) =>
  Array.from({ length: count }, (_, index) => orderOf(from + index));

/** Who would be in it by everything that was posted, counted anew. */
function expected(rule: object): string[] {
  const people = Map.groupBy(posted, ({ userId }) => userId);
  const member = (own: readonly Order[]) => {
    const events = own.map(
      ({ at, total }): NaiveEvent => ({ name: 'Order Completed', properties: { total }, at }),
    );
    return naiveHolds(rule, { traits: {}, events, timezone: 'UTC' }, shop.now());
  };
  return [...people]
    .filter(([, own]) => member(own))
    .map(([userId]) => userId)
    .sort();
}

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
const statusSchema = z.looseObject({ status: z.string(), progress: z.number().optional() });
const read = async (id: string) => bodyOf(await admin().call(statusSchema, { path: `/segments/${id}` }));
/** Who is listed. */
async function members(id: string): Promise<string[]> {
  const ids = await shop.userIds();
  const listed = await shop.members(id);
  return listed.map((profileId) => ids.get(profileId) ?? profileId).sort();
}

/** Kills the function when it first says how far it is, so often. */
function killIt(times: number): () => void {
  let left = times;
  return shop.cloud.faults.inject(({ functionName, operation }: WireCall) => {
    if (!functionName?.endsWith('wake-profiles') || operation !== 'UpdateItem' || left === 0)
      return undefined;
    left -= 1;
    return { kind: 'crashBefore' };
  });
}

describe('a segment published later', { timeout: size(60_000, LONG) }, () => {
  it('says how far it is while its backfill is interrupted', async () => {
    await order(orders(PEOPLE * 2));
    await shop.cloud.drain(LONG);
    const end = killIt(2);

    await shop.publish('spenders', { where: spenders });
    await order(orders(PEOPLE, PEOPLE * 2));
    await shop.cloud.drain(LONG);
    end();

    const { status, progress = 0 } = await read('spenders');
    expect(status).toBe('backfilling');
    expect(progress).toBeGreaterThan(0);
    expect(progress).toBeLessThan(1);
  });

  it('ends as if everything were counted anew, after the whole cloud stopped in the middle', async () => {
    await shop.stop();
    shop = await RunningCloud.start([], assemblyFolder, folder);
    shop.cloud.clock.freeze();
    await order(orders(PEOPLE / 2, PEOPLE * 3));

    await shop.cloud.drain(LONG);
    await shop.cloud.advance(MINUTE);
    await shop.cloud.drain(LONG);

    expect(await read('spenders')).toMatchObject({ status: 'live' });
    expect(await members('spenders')).toEqual(expected(spenders));
  });

  it('computes who enters and leaves between the versions of a changed segment, with one backfill for several', async () => {
    await shop.publish('gone', { where: gone });
    await shop.publish('spenders', { where: gone });

    await shop.cloud.drain(LONG);

    expect(await members('spenders')).toEqual(expected(gone));
    expect(await members('gone')).toEqual(expected(gone));
  });

  it('lets everybody out when it is archived', async () => {
    await admin().call(z.unknown(), { method: 'DELETE', path: '/segments/spenders' });

    await shop.cloud.drain(LONG);

    expect(await members('spenders')).toEqual([]);
  });
});
