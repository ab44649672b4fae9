import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { WireCall } from '../../../infra/local/runtime/front/wire-call.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  const source = shop.sources.find(({ kind }) => kind === 'server')?.id ?? '';
  const total = { properties: { properties: { properties: { total: { type: 'number' } } } } };
  await shop.publish(source, { mode: 'quarantine', events: { 'Order Completed': total } }, 'contracts');
});
afterAll(() => shop.stop());

type Call = { readonly method?: 'POST'; readonly path: string; readonly body?: object };
async function admin({ method, path, body }: Call): Promise<{ status: number; body: unknown }> {
  const response = await fetch(`${shop.cloud.publicUrl}/admin/v1${path}`, {
    method: method ?? 'GET',
    headers: { authorization: `Bearer ${shop.cloud.adminToken}` },
    body: body === undefined ? null : JSON.stringify(body),
  });
  return { status: response.status, body: await response.json() };
}

const order = (userId: string, total: unknown) => ({
  type: 'track',
  messageId: `order-of-${userId}`,
  userId,
  event: 'Order Completed',
  properties: { total },
});
const list = (query = '') => admin({ path: `/failed-events?${query}` });
const redrive = (body: object) => admin({ method: 'POST', path: '/failed-events/redrive', body });
const idsOf = (body: unknown) => (body as { items: { id: string }[] }).items.map(({ id }) => id); // checked by what is expected of it

async function ordersOf(userId: string): Promise<unknown[]> {
  const profile = await shop.profile(`userId=${userId}`);
  const events = await shop.timeline(profile?.profileId ?? '');
  return events.map(({ properties }) => properties?.total);
}

describe('an event that violates its contract', () => {
  it('is kept, found, put right and applied once, however often it is driven again', async () => {
    const answer = await shop.send(order('quarantined', '9 EUR'));
    const { body: listed } = await list('code=contract_violation');
    const [id = ''] = idsOf(listed);

    const asItIs = await redrive({ ids: [id] });
    const { payload } = (await admin({ path: `/failed-events/${id}` })).body as { payload: object }; // as above
    const fixed = { ...payload, properties: { total: 9 } };
    const [first, second] = await Promise.all([
      redrive({ id, payload: fixed }),
      redrive({ id, payload: fixed }),
    ]);
    await shop.cloud.drain();
    const late = await redrive({ id, payload: fixed });
    await shop.cloud.drain();

    expect(answer.body).toMatchObject({
      rejected: [{ code: 'contract_violation', pointer: '/properties/total' }],
    });
    expect(listed).toMatchObject({ items: [{ pointer: '/properties/total', keyword: 'type' }] });
    expect(asItIs.body).toMatchObject({ redriven: 0, failed: [{ id, code: 'contract_violation' }] });
    expect([first.status, second.status, late.status]).toEqual([200, expect.any(Number), 404]);
    expect(await ordersOf('quarantined')).toEqual([9]);
    expect(idsOf((await list()).body)).toEqual([]);
  });

  it('is put right with all others of its code by a patch', async () => {
    await shop.send(order('patched-1', 'x'), order('patched-2', 'y'));

    const counts = await admin({ path: '/failed-events/counts' });
    const answer = await redrive({ code: 'contract_violation', patch: { properties: { total: 0 } } });
    await shop.cloud.drain();

    expect(counts.body).toEqual({ counts: { contract_violation: 2 }, isComplete: true });
    expect(answer.body).toMatchObject({ redriven: 2, failed: [] });
    expect(await ordersOf('patched-1')).toEqual([0]);
  });

  it('that nobody knows is not found', async () => {
    const unknown = '2026-11-21T12:00:00.000Z_AAAAAAAAAAAAAAAAAAAAAAAA';

    expect((await admin({ path: `/failed-events/${unknown}` })).status).toBe(404);
    expect((await redrive({ id: unknown, payload: {} })).status).toBe(404);
    expect((await redrive({ ids: [unknown] })).body).toMatchObject({
      redriven: 0,
      failed: [{ code: 'not_found' }],
    });
  });
});

describe('an event that the stream does not take', () => {
  it('is accepted, and in the profile once when the stream is back, with nobody doing anything', async () => {
    let isDown = true;
    shop.cloud.faults.inject(({ service, operation }: WireCall) =>
      isDown && service === 'kinesis' && operation === 'PutRecords' ? { kind: 'throttle' } : undefined,
    );

    const answer = await shop.post('/v1/batch', { batch: [order('spilled', 5)] });
    const kept = await shop.failedCodes();
    isDown = false;
    await shop.cloud.drain();

    expect(answer).toMatchObject({ status: 200, body: { accepted: 1 } });
    expect(kept).toEqual(['stream_unavailable']);
    expect(await ordersOf('spilled')).toEqual([5]);
    expect(await shop.failedCodes()).toEqual([]);
  });
});
