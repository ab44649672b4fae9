import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { plantedBugs } from '../../../support/profiles/simulation/planted/bugs.ts';
import { openGarden } from '../../../support/profiles/simulation/planted/plant.ts';

// each is noticed within a few dozen; more only matter when a bug hides better
const MOST_SEEDS = 150;
const TIMEOUT_MS = 300_000;

describe('the simulation', () => {
  let garden: Awaited<ReturnType<typeof openGarden>>;
  beforeAll(async () => {
    garden = await openGarden();
  });
  afterAll(() => garden.close());

  it.each(plantedBugs)(
    'notices a planted bug: $name',
    async (bug) => {
      expect(await garden.hunt(bug, MOST_SEEDS)).toMatchObject({ wrong: [expect.any(String)] });
    },
    TIMEOUT_MS,
  );

  it('finds nothing wrong where none is planted', async () => {
    expect(
      await garden.hunt({ name: 'none', shapes: ['two-shards', 'merge-storm'], edits: [] }, 3),
    ).toBeNull();
  });

  it('does not accept a bug whose place is no longer there', async () => {
    const gone = { file: 'shared/fold/merging/merge.ts', search: 'no such text', replace: '' };

    await expect(garden.hunt({ name: 'gone', shapes: [], edits: [gone] }, 1)).rejects.toThrow('no such text');
  });
});
