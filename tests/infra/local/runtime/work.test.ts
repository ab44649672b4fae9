import { describe, expect, it } from 'vitest';
import { createWork } from '../../../../infra/local/runtime/work.ts';

describe('work in flight', () => {
  it('is settled at once when there is none', async () => {
    expect(await createWork().settled(1_000)).toBe(true);
  });

  it('is settled when the last of it ends, and what that starts in the same turn', async () => {
    const work = createWork();
    const ends: string[] = [];
    const first = work.begin('function a');
    const settled = work.settled(5_000).then((value) => [...ends, value]);

    first();
    const second = work.begin('function b');
    setImmediate(() => {
      ends.push('b');
      second();
    });

    expect(await settled).toEqual(['b', true]);
  });

  it('tells what is left when the time is over', async () => {
    const work = createWork();
    work.begin('function a');
    const end = work.begin('function a');
    work.begin('event source mapping b');
    // ending twice counts once
    end();
    end();

    expect(await work.settled(1)).toBe(false);
    expect(work.left()).toEqual({ 'function a': 1, 'event source mapping b': 1 });
  });
});
