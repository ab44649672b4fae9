import { describe, expect, it } from 'vitest';
import { createClock, type RealTime } from '../../../infra/local/clock.ts';

const start = Date.UTC(2026, 10, 21, 22);

/** Real time that passes only when told to. */
function fakeTime() {
  let now = start;
  let waking: { at: number; delayMs: number; callback: () => void } | undefined;
  const real: RealTime = {
    now: () => now,
    wake(delayMs, callback) {
      const wake = { at: now + delayMs, delayMs, callback };
      waking = wake;
      return () => {
        if (waking === wake) waking = undefined;
      };
    },
  };
  const pass = (ms: number) => {
    const end = now + ms;
    while (waking !== undefined && waking.at <= end) {
      const { at, callback } = waking;
      now = Math.max(now, at);
      waking = undefined;
      callback();
    }
    now = end;
  };
  return { real, pass, delayMs: () => waking?.delayMs };
}

const nothing = { between: async () => {} };

describe('clock', () => {
  it('runs with real time', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });

    time.pass(1000);

    expect(clock.now()).toBe(start + 1000);
    expect(clock.offset()).toBe(0);
  });

  it('keeps its distance to real time after it was moved', async () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });

    await clock.advanceTo(start + 86_400_000, nothing);
    time.pass(1000);

    expect(clock.now()).toBe(start + 86_401_000);
    expect(clock.offset()).toBe(86_400_000);
  });

  it('fires timers as real time passes, the earliest first', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: string[] = [];
    clock.setTimer(start + 200, () => void fired.push('second'));
    clock.setTimer(start + 100, () => void fired.push('first'));

    time.pass(150);
    expect(fired).toEqual(['first']);
    time.pass(50);

    expect(fired).toEqual(['first', 'second']);
  });

  it('does not fire a cancelled timer', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: string[] = [];
    const cancel = clock.setTimer(start + 100, () => void fired.push('cancelled'));
    clock.setTimer(start + 100, () => void fired.push('kept'));

    cancel();
    time.pass(100);

    expect(fired).toEqual(['kept']);
  });

  it('waits for a timer further away than a node timer can', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: number[] = [];
    const at = start + 40 * 86_400_000;

    clock.setTimer(at, () => void fired.push(clock.now()));
    expect(time.delayMs()).toBe(2 ** 31 - 1);
    time.pass(40 * 86_400_000);

    expect(fired).toEqual([at]);
  });

  it('fires what is due at its own instant while it is moved, and lets the work settle in between', async () => {
    const clock = createClock({ real: fakeTime().real });
    const seen: string[] = [];
    clock.setTimer(start + 3000, () => void seen.push(`c at ${clock.now() - start}`));
    clock.setTimer(start + 1000, async () => {
      seen.push(`a at ${clock.now() - start}`);
      clock.setTimer(start + 2000, () => void seen.push(`b at ${clock.now() - start}`));
    });
    clock.setTimer(start + 9000, () => void seen.push('too early'));

    await clock.advanceTo(start + 5000, {
      between: async () => void seen.push(`settled at ${clock.now() - start}`),
    });

    expect(seen).toEqual([
      'a at 1000',
      'settled at 1000',
      'b at 2000',
      'settled at 2000',
      'c at 3000',
      'settled at 3000',
      'settled at 5000',
    ]);
    expect(clock.now()).toBe(start + 5000);
  });

  it('fires what the last work arms for the very instant it stops at', async () => {
    const clock = createClock({ real: fakeTime().real });
    const fired: string[] = [];
    const arm = () => clock.setTimer(start + 1000, () => void fired.push('armed late'));
    let times = 0;

    await clock.advanceTo(start + 1000, {
      between: async () => {
        times += 1;
        if (times === 1) arm();
      },
    });

    expect(fired).toEqual(['armed late']);
  });

  it('refuses to go back', async () => {
    const clock = createClock({ real: fakeTime().real });

    await expect(clock.advanceTo(start - 1, nothing)).rejects.toThrow('moves forward only');
    await expect(clock.advanceTo(Number.NaN, nothing)).rejects.toThrow('moves forward only');
  });

  it('refuses a second move while it is moving', async () => {
    const clock = createClock({ real: fakeTime().real });

    const moving = clock.advanceTo(start + 1000, nothing);

    await expect(clock.advanceTo(start + 2000, nothing)).rejects.toThrow('already moving');
    await moving;
  });

  it('stands still when frozen, and goes on from there', async () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: string[] = [];
    clock.setTimer(start + 100, () => void fired.push('timer'));

    clock.freeze();
    time.pass(5000);
    expect(clock.now()).toBe(start);
    expect(fired).toEqual([]);
    await clock.advanceTo(start + 50, nothing);
    expect(clock.frozen()).toBe(true);
    clock.unfreeze();
    time.pass(50);

    expect(clock.now()).toBe(start + 100);
    expect(fired).toEqual(['timer']);
  });

  it('fires a timer that is due already even when frozen', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: string[] = [];

    clock.freeze();
    clock.setTimer(start, () => void fired.push('at once'));
    time.pass(0);

    expect(fired).toEqual(['at once']);
  });

  it('runs on when a timer fails while it is moved', async () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    clock.setTimer(start + 10, () => Promise.reject(new Error('broken')));

    await expect(clock.advanceTo(start + 20, nothing)).rejects.toThrow('broken');
    time.pass(5);

    expect(clock.now()).toBe(start + 15);
    await clock.advanceTo(start + 30, nothing);
  });

  it('tells every move, freeze and unfreeze until it is told to stop', async () => {
    const clock = createClock({ real: fakeTime().real });
    const told: [number, boolean][] = [];
    const stop = clock.onChange(({ offset, frozen }) => void told.push([offset, frozen]));

    await clock.advanceTo(start + 1000, nothing);
    clock.freeze();
    clock.unfreeze();
    stop();
    clock.freeze();

    expect(told).toEqual([
      [1000, true],
      [1000, false],
      [1000, true],
      [1000, false],
    ]);
  });

  it('forgets its timers when closed', () => {
    const time = fakeTime();
    const clock = createClock({ real: time.real });
    const fired: string[] = [];
    clock.setTimer(start + 10, () => void fired.push('timer'));

    clock.close();
    time.pass(10);

    expect(fired).toEqual([]);
  });
});
