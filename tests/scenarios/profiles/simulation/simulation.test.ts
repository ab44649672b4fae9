import { describe, expect, it } from 'vitest';
import { shapeNames } from '../../../support/profiles/simulation/shapes/shapes.ts';
import { replayCommand, simulateSeed } from '../../../support/profiles/simulation/simulate-seed.ts';
import { size } from '../../../support/sizes.ts';

const seeds = size(210, 2_000);
const TIMEOUT_MS = size(600_000, 7_200_000);

// the first seed that goes wrong is enough to look at
async function firstWrong(shape: (typeof shapeNames)[number]) {
  for (let seed = 1; seed <= seeds; seed += 1) {
    const result = await simulateSeed(shape, seed);
    if (result.wrong.length > 0) return { replay: replayCommand(result), wrong: result.wrong };
  }
  return undefined;
}

describe('profiles, under crashes, lost answers, late writes, throttles, conflicts, twins and repeats', () => {
  it.each(shapeNames)(
    'come out as their events say: %s',
    async (shape) => {
      expect(await firstWrong(shape)).toBeUndefined();
    },
    TIMEOUT_MS,
  );

  it('play the same again with the same seed', async () => {
    const [once, again] = [await simulateSeed('merge-storm', 7), await simulateSeed('merge-storm', 7)];

    expect([...again.faults]).toEqual([...once.faults]);
    expect(once.faults.size).toBeGreaterThan(0);
  });
});
