import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { streamEventSchema } from '../../../../events/stream-event.ts';
import { type Answer, type Collector, memoryCollector } from '../../../support/collector/collector.ts';
import { hostileCall, replayed } from '../../../support/collector/hostile-calls.ts';
import { size } from '../../../support/sizes.ts';

const RUNS = size(20_000, 200_000);
const MOST_GROWTH_BYTES = 10 * 1_024 * 1_024;

/** Every request is answered by the collector itself, and its answer says where each event is. */
function checkAnswer({ status, headers, body }: Answer, { events, failed }: Collector): void {
  expect([200, 204, 304, 400, 401, 404, 405, 413, 415]).toContain(status);
  // a pixel tells nothing
  const isTold = headers['content-type'] !== 'image/gif';
  if (isTold) {
    expect(events).toHaveLength(body.accepted ?? 0);
    expect(failed.map(({ code }) => code)).toEqual((body.rejected ?? []).map(({ code }) => code));
  } else expect(events.length + failed.length).toBeLessThan(2);
  if (status >= 400)
    expect(body).toEqual({ success: false, code: body.code, message: body.message, error: body.message });
}

describe('whatever is posted', () => {
  it(`is answered without a fault and kept event by event, ${RUNS} times in flat memory`, async () => {
    const collector = memoryCollector();
    const heap = heapWatch(RUNS);

    await fc.assert(
      fc.asyncProperty(hostileCall, async (call) => {
        for (const kept of [collector.entries, collector.events, collector.failed]) kept.length = 0;

        const answer = await collector.call(call);

        checkAnswer(answer, collector);
        for (const event of collector.events) streamEventSchema.parse(event);
        heap.count();
      }),
      { numRuns: RUNS, ...replayed },
    );

    expect(heap.growthBytes()).toBeLessThan(MOST_GROWTH_BYTES);
  }, 1_200_000);
});

/** What the heap gained since a tenth of the runs, garbage collected. */
function heapWatch(runs: number) {
  setFlagsFromString('--expose-gc');
  const collect: () => void = runInNewContext('gc');
  const used = (): number => {
    collect();
    return process.memoryUsage().heapUsed;
  };
  let counted = 0;
  let warm = 0;
  return {
    count: () => {
      counted += 1;
      if (counted === runs / 10) warm = used();
    },
    growthBytes: () => used() - warm,
  };
}
