import { describe, expect, it } from 'vitest';
import { openKeptClock } from '../../../../../infra/local/runtime/deployment/kept-clock.ts';
import { openRuntimeDatabase } from '../../../../../infra/local/runtime/deployment/runtime-database.ts';

const day = 86_400_000;
const between = async () => {};

describe('a clock that is kept', () => {
  it('runs on from where it was moved to', async () => {
    const database = openRuntimeDatabase(undefined);
    const first = openKeptClock(database);
    await first.advanceTo(first.now() + day, { between });

    const second = openKeptClock(database);

    expect(second.frozen()).toBe(false);
    expect(second.offset()).toBe(first.offset());
  });

  it('still stands at its instant, however much real time has passed', async () => {
    const database = openRuntimeDatabase(undefined);
    const first = openKeptClock(database);
    first.freeze();
    await first.advanceTo(first.now() + day, { between });

    const second = openKeptClock(database);

    expect(second.frozen()).toBe(true);
    expect(second.now()).toBe(first.now());
    second.unfreeze();
    expect(openKeptClock(database).frozen()).toBe(false);
  });

  it('never goes back when it is killed while it moves', async () => {
    const database = openRuntimeDatabase(undefined);
    const first = openKeptClock(database);
    let kept = 0;
    first.setTimer(first.now() + day, () => {
      kept = openKeptClock(database).now();
      throw new Error('killed');
    });
    await expect(first.advanceTo(first.now() + 2 * day, { between })).rejects.toThrow('killed');

    expect(kept).toBeGreaterThanOrEqual(Date.now() + day - 1_000);
  });
});
