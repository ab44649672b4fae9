import { describe, expect, it } from 'vitest';
import { inBatches, workOff } from '../../../../infra/cli/replay/batches.ts';

async function* numbers(count: number): AsyncGenerator<{ readonly number: number; readonly text?: string }> {
  for (let number = 0; number < count; number += 1) yield { number };
}

async function sizesOf(events: AsyncIterable<object>): Promise<number[]> {
  const sizes: number[] = [];
  for await (const batch of inBatches(events)) sizes.push(batch.length);
  return sizes;
}

describe('batches', () => {
  it('hold at most 250 events', async () => {
    expect(await sizesOf(numbers(600))).toEqual([250, 250, 100]);
    expect(await sizesOf(numbers(0))).toEqual([]);
  });

  it('stay below what the collector takes', async () => {
    async function* large() {
      for (let number = 0; number < 5; number += 1) yield { text: 'x'.repeat(150_000) };
    }

    expect(await sizesOf(large())).toEqual([2, 2, 1]);
  });
});

describe('working off', () => {
  it('does each once, a few at a time', async () => {
    const done: number[] = [];
    const { promise: allBusy, resolve: nowAllBusy } = Promise.withResolvers<void>();
    let [now, most] = [0, 0];

    await workOff(numbers(50), 3, async ({ number }) => {
      now += 1;
      most = Math.max(most, now);
      if (now === 3) nowAllBusy();
      await allBusy;
      done.push(number);
      now -= 1;
    });

    expect(done.sort((one, other) => one - other)).toEqual(Array.from({ length: 50 }, (_, number) => number));
    expect(most).toBe(3);
  });

  it('fails with what fails', async () => {
    const work = workOff(numbers(10), 2, async ({ number }) => {
      if (number === 4) throw new Error('no more');
    });

    await expect(work).rejects.toThrow('no more');
  });
});
