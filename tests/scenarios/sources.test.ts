import { createHmac } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../infra/cli/cloud/admin-client.ts';
import { RunningCloud } from '../support/cloud/running-cloud.ts';

// how long an environment may believe what it knows of sources
const CACHE_MS = 10_000;
const NEW_KEY_MS = 1_000;

const secretSchema = z.object({ secret: z.string() });
const savedSchema = z.object({ writeKeys: z.array(z.object({ key: z.string() })) });

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await admin(z.unknown(), { method: 'PUT', path: '/workspace', body: { protectedTraits: ['plan'] } });
});
afterAll(() => shop.stop());

function admin<Body>(
  schema: z.ZodType<Body>,
  call: { method: 'PUT' | 'POST'; path: string; body?: unknown },
): Promise<Body> {
  const { publicUrl: url, adminToken: token } = shop.cloud;
  return adminClient({ url, token }).call(schema, call).then(bodyOf);
}

async function saveSource(id: string, source: object): Promise<string> {
  const saved = await admin(savedSchema, { method: 'PUT', path: `/sources/${id}`, body: source });
  await shop.cloud.advance(CACHE_MS);
  return saved.writeKeys[0]?.key ?? '';
}

async function nextKey(id: string, overlap: string): Promise<string> {
  const call = { method: 'POST', path: `/sources/${id}/keys`, body: { overlap } } as const;
  const { writeKeys } = await admin(savedSchema, call);
  await shop.cloud.advance(NEW_KEY_MS);
  return writeKeys.at(-1)?.key ?? '';
}

const sendWith = async (writeKey: string, ...batch: readonly object[]) => {
  const answer = await shop.post('/v1/batch', { batch }, { 'x-write-key': writeKey });
  await shop.cloud.drain();
  return answer;
};
const page = (userId: string) => ({ type: 'page', userId });
const profileOf = (userId: string) => shop.profile(`userId=${userId}`);

describe('a browser whose users the site vouches for', () => {
  it('may join their devices, change what is protected and say what they agreed to', async () => {
    const writeKey = await saveSource('signed', { kind: 'browser' });
    const { secret } = await admin(secretSchema, { method: 'POST', path: '/sources/signed/secret' });
    const signature = createHmac('sha256', secret).update('anna').digest('hex');
    const events = [
      { type: 'identify', userId: 'anna', traits: { plan: 'gold' } },
      { type: 'alias', userId: 'anna', previousId: 'phone' },
      {
        type: 'track',
        event: 'Consent Updated',
        userId: 'anna',
        properties: { status: 'subscribed', channels: ['email'] },
      },
    ];
    await shop.send({ type: 'identify', userId: 'anna', traits: { plan: 'free' } });
    await shop.send({ type: 'page', anonymousId: 'phone' });

    await sendWith(writeKey, ...events);
    const before = await shop.profile('userId=anna');
    await sendWith(writeKey, ...events.map((event) => ({ ...event, context: { signature } })));

    const after = await shop.profile('userId=anna');
    expect(before).toMatchObject({ traits: { plan: 'free' }, consents: [] });
    expect(await shop.failedCodes()).toEqual(Array(3).fill('forbidden_operation'));
    expect(after).toMatchObject({ traits: { plan: 'gold' }, consents: [{ status: 'subscribed' }] });
    expect((await shop.profile('anonymousId=phone'))?.profileId).toBe(after?.profileId);
  });
});

describe('a source', () => {
  it('moves to another key without losing an event', async () => {
    const oldKey = await saveSource('moving', { kind: 'server' });
    const newKey = await nextKey('moving', '1h');

    const during = await Promise.all([sendWith(oldKey, page('old')), sendWith(newKey, page('new'))]);
    await shop.cloud.advance(3_600_000);
    const after = await Promise.all([sendWith(oldKey, page('late')), sendWith(newKey, page('new'))]);

    expect(during.map(({ status }) => status)).toEqual([200, 200]);
    expect(after.map(({ status }) => status)).toEqual([401, 200]);
    expect(await Promise.all(['old', 'new'].map(profileOf))).toEqual([expect.anything(), expect.anything()]);
  });

  it('refuses a key within a minute of its being revoked, and takes the others', async () => {
    const leaked = await saveSource('leaky', { kind: 'browser' });
    const kept = await nextKey('leaky', '30d');
    const before = await sendWith(leaked, page('visitor'));

    await admin(z.unknown(), { method: 'POST', path: '/sources/leaky/keys/revoke', body: { key: leaked } });
    await shop.cloud.advance(60_000);
    const after = await Promise.all([sendWith(leaked, page('thief')), sendWith(kept, page('visitor'))]);

    expect(before.status).toBe(200);
    expect(after.map(({ status }) => status)).toEqual([401, 200]);
    expect(await profileOf('thief')).toBeUndefined();
  });

  it('that is switched off takes nothing', async () => {
    const writeKey = await saveSource('off', { kind: 'server' });
    expect((await sendWith(writeKey, page('on'))).status).toBe(200);

    await saveSource('off', { kind: 'server', enabled: false });

    expect((await sendWith(writeKey, page('off'))).status).toBe(401);
  });

  it('keeps what people did not consent to as nobody’s, and never in a profile', async () => {
    const consent = { category: 'Analytics', otherwise: 'anonymous' };
    const writeKey = await saveSource('asking', { kind: 'browser', consent });
    const said = (isGranted: boolean) => ({ consent: { categoryPreferences: { Analytics: isGranted } } });
    const failed = (await shop.failedCodes()).length;

    const { body } = await sendWith(
      writeKey,
      { ...page('yes'), context: said(true) },
      { ...page('no'), context: said(false) },
      { type: 'identify', userId: 'no', traits: { name: 'No' }, context: said(false) },
    );

    expect(body).toEqual({ success: true, accepted: 2, dropped: 1 });
    expect(await shop.profile('userId=yes')).toBeDefined();
    expect(await shop.profile('userId=no')).toBeUndefined();
    expect(await shop.failedCodes()).toHaveLength(failed);
  });
});
