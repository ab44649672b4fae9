import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../support/cloud/running-cloud.ts';
import { type Recorded, recordedBy, SDKS } from '../support/collector/recorded.ts';
import { type Keys, replayRecorded } from '../support/collector/sdks/replay-recorded.ts';

const recordedKeys = {
  browser: ['WK_RAW', 'WK_SEGMENT_NEXT'],
  server: ['WK_CURL', 'WK_RUDDER_NODE', 'WK_SEGMENT_NODE', 'WK_PY'],
};

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
const posts = SDKS.flatMap(recordedBy)
  .filter(({ event }) => event.requestContext.http.method === 'POST')
  // only API Gateway mangles; on the wire there is the intact one
  .filter(({ event }) => event.isBase64Encoded || event.headers['content-encoding'] !== 'gzip')
  .map((recorded) => ({ ...recorded, expected: statusOf(recorded) }));

describe('a recorded request, sent again over HTTP', () => {
  it.each(posts)('$sdk $scenario #$index is answered $expected', async ({ event, expected }) => {
    const { status, origin, body } = await replayRecorded(event, { url: shop.cloud.publicUrl, keys });

    expect({ status, success: body.success }).toEqual({ status: expected, success: expected === 200 });
    expect(origin).toBe(event.headers.origin);
    // analytics-next sends alias with a browser's key, which may not
    for (const { code } of body.rejected ?? []) expect(code).toBe('forbidden_operation');
  });

  it('keeps in FailedEvents what a browser may not do, and nothing else', async () => {
    await shop.cloud.drain();

    const codes = new Set(await shop.failedCodes());
    expect([...codes]).toEqual(['forbidden_operation']);
  });
});
