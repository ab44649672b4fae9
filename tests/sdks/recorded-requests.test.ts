import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../support/cloud/running-cloud.ts';
import { type Recorded, recordedBy, SDKS } from '../support/collector/recorded.ts';
import { type Keys, replayRecorded } from '../support/collector/sdks/replay-recorded.ts';

const recordedKeys = {
  browser: ['WK_RAW', 'WK_SEGMENT_NEXT'],
  server: ['WK_CURL', 'WK_RUDDER_NODE', 'WK_SEGMENT_NODE', 'WK_PY'],
};

type Answered = { readonly success: boolean; readonly rejected?: readonly { readonly code: string }[] };

let shop: RunningCloud;
let keys: Keys;
beforeAll(async () => {
  shop = await RunningCloud.start();
  keys = Object.fromEntries(
    Object.entries(recordedKeys).flatMap(([kind, recorded]) => {
      const issued = shop.sources.find((source) => source.kind === kind)?.writeKey ?? '';
      return recorded.map((key) => [key, issued]);
    }),
  );
});
afterAll(() => shop.stop());

const statusOf = ({ event, scenario }: Recorded): number => {
  if (event.rawPath.startsWith('/custom/')) return 404;
  return scenario === 'npm_inline_settings_missing_apiKey' ? 401 : 200;
};
const methodOf = ({ event }: Recorded): string => event.requestContext.http.method;
const all = SDKS.flatMap(recordedBy)
  // only API Gateway mangles; on the wire there is the intact one
  .filter(({ event }) => event.isBase64Encoded || event.headers['content-encoding'] !== 'gzip');
const posts = all
  .filter((recorded) => methodOf(recorded) === 'POST')
  .map((recorded) => ({ ...recorded, expected: statusOf(recorded) }));
const preflights = all.filter((recorded) => methodOf(recorded) === 'OPTIONS');

const types = [
  ['/analytics.js/', 'text/javascript; charset=utf-8'],
  ['/v1/pixel/', 'image/gif'],
  ['/v1/projects/', 'application/json'],
] as const;
const fetched = all
  .filter((recorded) => methodOf(recorded) === 'GET')
  .map((recorded) => ({
    ...recorded,
    type: types.find(([path]) => recorded.event.rawPath.startsWith(path))?.[1],
  }));

const replay = ({ event }: Recorded) => replayRecorded(event, { url: shop.cloud.publicUrl, keys });

describe('a recorded request, sent again over HTTP', () => {
  it.each(posts)('$sdk $scenario #$index is answered $expected', async ({ expected, ...recorded }) => {
    const { status, headers, text } = await replay(recorded);

    const { success, rejected = [] }: Answered = JSON.parse(text);
    expect({ status, success }).toEqual({ status: expected, success: expected === 200 });
    expect(headers['access-control-allow-origin']).toBe(recorded.event.headers.origin);
    // analytics-next sends alias with a browser's key, which may not
    for (const { code } of rejected) expect(code).toBe('forbidden_operation');
  });

  it.each(preflights)('$sdk $scenario #$index may be sent', async (recorded) => {
    const { status, headers } = await replay(recorded);

    const asked = recorded.event.headers;
    expect(status).toBe(204);
    expect(headers['access-control-allow-origin']).toBe(asked.origin);
    expect(headers['access-control-allow-headers']).toBe(asked['access-control-request-headers']);
  });

  it.each(fetched)('$sdk $scenario #$index is served as $type', async ({ type, ...recorded }) => {
    const { status, headers } = await replay(recorded);

    expect({ status, type: headers['content-type'] }).toEqual({ status: 200, type });
  });

  it('keeps in FailedEvents what a browser may not do, and nothing else', async () => {
    await shop.cloud.drain();

    const codes = new Set(await shop.failedCodes());
    expect([...codes]).toEqual(['forbidden_operation']);
  });
});
