import fc from 'fast-check';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { streamEventSchema } from '../../../events/stream-event.ts';
import { scanTable } from '../../../infra/local/demo/scan-table.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';
import { streamRecords } from '../../support/cloud/stream-records.ts';
import { BROWSER_KEY, SERVER_KEY } from '../../support/collector/collector.ts';
import { hostileCall, replayed } from '../../support/collector/hostile-calls.ts';
import { postRaw } from '../../support/collector/post-raw.ts';
import { size } from '../../support/sizes.ts';

const RUNS = size(300, 2_000);

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  await shop.publish('shop-server', { kind: 'server', writeKeys: [{ key: SERVER_KEY }] }, 'sources');
  await shop.publish('shop-browser', { kind: 'browser', writeKeys: [{ key: BROWSER_KEY }] }, 'sources');
});
afterAll(() => shop.stop());

const keyOf = ({ source, messageId }: { source: { id: string }; messageId: string }) =>
  `${source.id} ${messageId}`;

describe('whatever is posted over HTTP', () => {
  it(`is answered without a fault, and each accepted event is applied, known already or kept as failed, ${RUNS} times`, async () => {
    let accepted = 0;
    let rejected = 0;
    // an image does not tell what became of its event
    const told = hostileCall.filter(({ path }) => !path?.includes('pixel'));
    await fc.assert(
      fc.asyncProperty(told, async (call) => {
        const { status, body } = await postRaw(shop.cloud.publicUrl, call);

        expect(status).toBeLessThan(500);
        accepted += body.accepted ?? 0;
        rejected += body.rejected?.length ?? 0;
      }),
      { numRuns: RUNS, endOnFailure: true, ...replayed },
    );
    await shop.cloud.drain();

    const records = await streamRecords(shop.cloud.awsUrl);
    const events = records.map(({ data }) => streamEventSchema.parse(JSON.parse(data)));
    const timelines = [...(await shop.timelines()).values()].flat();
    const failed: string[] = [];
    for await (const { sourceId, messageId } of scanTable(shop.cloud.awsUrl, 'FailedEvents'))
      failed.push(`${sourceId?.S} ${messageId?.S}`);
    const streamed = new Set(events.map(keyOf));
    const applied = timelines.map(keyOf);

    expect(events).toHaveLength(accepted);
    expect(applied.filter((key) => !streamed.has(key))).toEqual([]);
    const known = new Set([...applied, ...failed]);
    expect([...streamed].filter((key) => !known.has(key))).toEqual([]);
    expect(failed.filter((key) => !streamed.has(key)).length).toBeLessThanOrEqual(rejected);
  }, 600_000);
});
