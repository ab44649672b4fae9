import { describe, expect, it } from 'vitest';
import { type Call, memoryCollector } from '../../../support/collector/collector.ts';
import { abuses, largestValid } from '../../../support/collector/rows/abuse.ts';

const MOST_GROWTH_KILOBYTES = 64 * 1_024;

/** Processor time: what else this machine is busy with does not count. */
async function bestMilliseconds(call: Call, status: number): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < 5; run += 1) {
    const collector = memoryCollector();
    const start = process.cpuUsage();
    expect((await collector.call(call)).status).toBe(status);
    const { user, system } = process.cpuUsage(start);
    times.push((user + system) / 1_000);
  }
  return Math.min(...times);
}

describe('a request made to cost more than others', () => {
  it.each(abuses)('takes less than the largest valid one: %s', async (_name, call, status) => {
    const usual = await bestMilliseconds(largestValid, 200);

    expect(await bestMilliseconds(call, status)).toBeLessThan(usual);
  });

  it('takes no memory to speak of', async () => {
    await bestMilliseconds(largestValid, 200);
    const before = process.resourceUsage().maxRSS;

    for (const [, call, status] of abuses) await bestMilliseconds(call, status);

    expect(process.resourceUsage().maxRSS - before).toBeLessThan(MOST_GROWTH_KILOBYTES);
  });
});
