import { readdirSync, readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { projectFolder } from '../support/cloud/assembly.ts';
import { RunningCloud } from '../support/cloud/running-cloud.ts';

const umd = '@segment/analytics-next/dist/umd';
const packaged = (file: string) => readFileSync(`${projectFolder}node_modules/${file}`, 'utf8');
const chunks = readdirSync(`${projectFolder}node_modules/${umd}`).filter((name) =>
  /\.bundle\.\w+\.js$/.test(name),
);

let shop: RunningCloud;
let key: string;
beforeAll(async () => {
  shop = await RunningCloud.start();
  key = shop.sources.find(({ kind }) => kind === 'browser')?.writeKey ?? '';
});
afterAll(() => shop.stop());

const get = (path: string) => fetch(`${shop.cloud.publicUrl}${path}`);

describe('what SDKs fetch', () => {
  it.each<readonly [path: string, file: string]>([
    ['/analytics.js/v1/any-key/analytics.min.js', `${umd}/standalone.js`],
    ['/p.js', '@jitsu/js/dist/web/p.js.txt'],
    ...chunks.map((name) => [`/analytics-next/bundles/${name}`, `${umd}/${name}`] as const),
  ])('is, under %s, the script its package ships', async (path, file) => {
    const answer = await get(path);

    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-encoding')).toBe('gzip');
    expect(await answer.text()).toBe(packaged(file));
  });

  it('tells analytics-next to post here', async () => {
    const { host } = new URL(shop.cloud.publicUrl);

    expect(await (await get(`/v1/projects/${key}/settings`)).json()).toMatchObject({
      integrations: { 'Segment.io': { apiKey: key, apiHost: `${host}/v1`, protocol: 'http' } },
    });
  });

  it('tells RudderStack that the source is on', async () => {
    expect(await (await get(`/sourceConfig/?p=npm&writeKey=${key}`)).json()).toMatchObject({
      source: { writeKey: key, enabled: true, destinations: [] },
    });
  });

  it('is an image that counts as an event', async () => {
    const answer = await get(`/v1/pixel/track?writeKey=${key}&userId=reader&event=Email%20Opened`);
    await shop.cloud.drain();

    expect(answer.headers.get('content-type')).toBe('image/gif');
    expect(Buffer.from(await answer.arrayBuffer()).toString('latin1', 0, 6)).toBe('GIF89a');
    const profile = await shop.profile('userId=reader');
    expect(await shop.timeline(profile?.profileId ?? '')).toMatchObject([
      { type: 'track', event: 'Email Opened', userId: 'reader' },
    ]);
  });
});
