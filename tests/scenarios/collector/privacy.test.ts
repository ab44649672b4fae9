import { createHmac } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import type { Fault } from '../../../infra/local/faults/faults.ts';
import { assemblyFolder } from '../../support/cloud/assembly.ts';
import { addToCart, consent, identify, publishJourneys } from '../../support/cloud/journey-fixtures.ts';
import { HOUR, RunningCloud } from '../../support/cloud/running-cloud.ts';
import { writtenNames } from '../../support/cloud/written-names.ts';
import { BROWSER_KEY } from '../../support/collector/collector.ts';
import { postRaw } from '../../support/collector/post-raw.ts';

// whatever a person is known by, and whatever was said of her, begins with this; write keys do too
const CANARY = /canary/i;
// how long an environment may believe what it knows of sources
const CACHE_MS = 10_000;
const WRONG_KEY = `cCanary${'0'.repeat(18)}`;
const ids = { userId: 'canary-user', anonymousId: 'canary-device' };
const secret = { secret: 'canary-secret' };
const track = (event = 'Secret Told') => ({ type: 'track', ...ids, event, properties: secret });

let shop: RunningCloud;
const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
/** keys, secrets and signatures, of which nothing may be written either */
const proofs = [BROWSER_KEY];
const isTold = (text: string): boolean => CANARY.test(text) || proofs.some((proof) => text.includes(proof));

beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('web', { kind: 'browser', writeKeys: [{ key: BROWSER_KEY }] }, 'sources');
  proofs.push(...shop.sources.map(({ writeKey }) => writeKey));
  await publishJourneys(shop);
  await sendAccepted();
  await sendRejected();
  await sendSigned();
  await sendViolations();
  await sendRefused();
  await sendBroken();
  await exportPerson();
  await shop.cloud.advance(2 * HOUR);
});
afterAll(() => shop.stop());

async function sendAccepted(): Promise<void> {
  await shop.send(identify(ids, 'Canary'), consent(ids), addToCart(ids, 'canary-cup'), track());
  const data = Buffer.from(JSON.stringify(track())).toString('base64url');
  const query = `data=${data}&writeKey=${BROWSER_KEY}`;
  await postRaw(shop.cloud.publicUrl, { method: 'GET', path: '/v1/pixel/track', query });
}

/** What is kept in FailedEvents, each for a reason of its own. */
async function sendRejected(): Promise<void> {
  const long = `canary-${'x'.repeat(300)}`;
  const bad = [
    { ...track(), event: long },
    { ...track(), userId: long },
    { ...track(), userId: 'canary\n' },
    { ...track(), messageId: { canary: 1 } },
    { ...track(), type: 'canary' },
    { ...track(), properties: 'canary' },
    { ...track(), properties: { canary: 'x'.repeat(310_000) } },
    { type: 'track', event: 'canary', properties: secret },
    'canary',
  ];
  const { body } = await shop.post('/v1/batch', { batch: bad });
  expect(body.rejected).toHaveLength(bad.length);
  const alias = { type: 'alias', userId: 'canary-user', previousId: 'canary-other' };
  await shop.post('/v1/alias', alias, { 'x-write-key': BROWSER_KEY });
}

/** What is told about her to whoever may ask is kept too, for some days. */
async function exportPerson(): Promise<void> {
  const { profileId } = (await shop.profile('userId=canary-user')) ?? expect.fail('nobody is canary-user');
  const path = `/profiles/${encodeURIComponent(profileId)}/exports`;
  bodyOf(await admin().call(z.object({ jobId: z.string() }), { method: 'POST', path }));
  await shop.cloud.drain();
}

/** What the site's server vouches for, and what it does not. */
async function sendSigned(): Promise<void> {
  const asked = { method: 'POST', path: '/sources/web/secret' } as const;
  const { secret: shared } = bodyOf(await admin().call(z.object({ secret: z.string() }), asked));
  const signed = createHmac('sha256', shared).update('canary-user').digest('hex');
  proofs.push(shared, signed);
  for (const signature of [signed, signed.replaceAll('a', 'b'), 'canary-signature']) {
    const alias = {
      type: 'alias',
      userId: 'canary-user',
      previousId: 'canary-phone',
      context: { signature },
    };
    const { body } = await shop.post('/v1/batch', { batch: [alias] }, { 'x-write-key': BROWSER_KEY });
    expect(body.accepted).toBe(signature === signed ? 1 : 0);
  }
}

/** What violates a contract, where it is only counted and where it is kept. */
async function sendViolations(): Promise<void> {
  const source = shop.sources.find(({ kind }) => kind === 'server')?.id ?? '';
  const properties = {
    type: 'object',
    properties: { secret: { type: 'number' } },
    additionalProperties: false,
  };
  const events = { 'Price Told': { type: 'object', properties: { properties } } };
  const told = { ...track('Price Told'), properties: { ...secret, 'canary-field': 1 } };
  for (const [mode, accepted] of [
    ['warn', 2],
    ['quarantine', 0],
  ] as const) {
    await shop.publish(source, { mode, events }, 'contracts');
    await shop.cloud.advance(CACHE_MS);
    const { body } = await shop.post('/v1/batch', { batch: [told, { ...told, properties: { canary: 1 } }] });
    expect(body.accepted).toBe(accepted);
  }
  await shop.publish(source, { mode: 'off', events }, 'contracts');
}

/** What is answered with an error and kept nowhere. */
async function sendRefused(): Promise<void> {
  const zipped = { ...shop.serverKey(), 'content-encoding': 'gzip' };
  const calls = [
    { headers: shop.serverKey(), body: '{"canary-user":' },
    { headers: shop.serverKey(), body: Buffer.from([...Buffer.from('{"canary":"'), 0xc3, 0x28]) },
    { headers: zipped, body: gzipSync('canary'.repeat(2_000_000)) },
    { headers: { 'x-write-key': WRONG_KEY }, body: JSON.stringify({ batch: [track()] }) },
    { headers: shop.serverKey(), body: JSON.stringify({ writeKey: WRONG_KEY, batch: [track()] }) },
    { headers: shop.serverKey(), path: '/v1/canary', body: '{}' },
    { headers: shop.serverKey(), method: 'CANARY', body: '{}' },
  ];
  for (const call of calls) {
    const { status } = await postRaw(shop.cloud.publicUrl, { path: '/v1/batch', ...call });
    expect(Math.floor(status / 100)).toBe(4);
  }
}

/** What meets a service that is late, gone or full, and functions that die, on its way. */
async function sendBroken(): Promise<void> {
  await meeting('PutRecords', 1, { kind: 'slow' });
  await meeting('PutRecords', 1, { kind: 'lostResponse' });
  await meeting('PutRecords', 1, { kind: 'crashAfter' });
  await meeting('PutRecords', 100, { kind: 'throttle' });
  await meeting('PutItem', 1, { kind: 'crashBefore' });
  await meeting('PutItem', 2, { kind: 'throttle' });
  shop.cloud.retire('ingest-events');
  await meeting('GetSecretValue', 100, { kind: 'lostResponse' });
}

async function meeting(operation: string, times: number, fault: Fault): Promise<void> {
  let met = 0;
  const end = shop.cloud.faults.inject((call) => {
    if (call.operation !== operation || call.functionName === undefined || met >= times) return undefined;
    met += 1;
    return fault;
  });
  await shop.send(track());
  end();
  expect(met).toBeGreaterThan(0);
}

describe('what is known about a person', () => {
  it('is kept where it belongs, failed events included', async () => {
    const payloads: string[] = [];
    for await (const { payload } of scanTable(shop.cloud.awsUrl, 'FailedEvents'))
      if (payload?.S !== undefined) payloads.push(payload.S); // the large one is an object

    expect((await shop.profile('userId=canary-user'))?.traits).toMatchObject({ name: 'Canary' });
    expect(shop.cloud.messages({ to: 'canary@shop.example' }).length).toBeGreaterThan(0);
    expect(payloads.length).toBeGreaterThan(5);
    for (const payload of payloads) expect(payload).toMatch(CANARY);
  });

  it('is in no line any function logs', () => {
    const lines = shop.cloud.logs().map(({ text }) => text);

    expect(lines.filter((line) => /"level":"(WARN|ERROR)"/.test(line))).not.toEqual([]);
    expect(lines.filter(isTold)).toEqual([]);
  });

  it('is in nothing FailedEvents says beside the payload', async () => {
    for await (const { payload: _kept, messageId: _given, pointer: _where, ...item } of scanTable(
      shop.cloud.awsUrl,
      'FailedEvents',
    ))
      expect(isTold(JSON.stringify(item)), JSON.stringify(item)).toBe(false);
  });

  it('is in no key, no name and no execution', async () => {
    const written = await writtenNames(shop.cloud);

    expect(Object.keys(written).filter((place) => /archive|failed/i.test(place))).toHaveLength(2);
    for (const [place, texts] of Object.entries(written)) {
      expect(texts.length, place).toBeGreaterThan(0);
      expect(texts.filter(isTold), place).toEqual([]);
    }
  });
});

describe('the control surface of the local cloud', () => {
  it('is in no bundle and in no template', () => {
    const files = readdirSync(assemblyFolder, { recursive: true, encoding: 'utf8' })
      .filter((name) => name.endsWith('.js') || name.endsWith('.template.json'))
      .map((name) => readFileSync(`${assemblyFolder}/${name}`, 'utf8'));

    expect(files.length).toBeGreaterThan(6);
    for (const text of files) expect(text).not.toMatch(/_local\/|AWS_ENDPOINT_URL=|virtual-date/);
  });
});
