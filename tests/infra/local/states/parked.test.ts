import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Clock, createClock } from '../../../../infra/local/clock.ts';
import { createWork, type Work } from '../../../../infra/local/runtime/work.ts';
import { openStates, type States } from '../../../../infra/local/states/states.ts';
import { size } from '../../../support/sizes.ts';

const MINUTE = 60_000;
const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const count = size(2_000, 10_000);

describe('executions parked in a Wait of 40 days', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-parked-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  const timeoutMs = size(120_000, 600_000);
  it(`${count} survive the kill of their process, cost nothing and go on at their minute`, {
    timeout: timeoutMs,
  }, async () => {
    const parked = await measure(() => parkAndKill(dataDir));
    const calls: number[] = [];
    const timers = new Set<number>();
    const clock = countTimers(
      createClock({ real: { now: () => start, wake: () => () => undefined } }),
      timers,
    );
    const work = createWork();
    const invoke = async () => {
      calls.push(clock.now());
      return { functionError: undefined, payload: 'null' };
    };

    const states = openStates({ clock, work, invoke, dataDir });
    const resumed = await measure(async () => states.resume());
    const whileParked = { timers: [...timers], inFlight: work.left() };
    await advanceTo(clock, work, start + 40 * DAY - MINUTE);
    const early = calls.length;
    const turns = countTurns();
    const fired = await measure(() => advanceTo(clock, work, start + 40 * DAY));
    const ended = statuses(states);
    await states.close();

    expect(whileParked).toEqual({ timers: [start + 40 * DAY], inFlight: {} });
    expect(early).toBe(0);
    expect(calls).toEqual(Array.from({ length: count }, () => start + 40 * DAY));
    expect(ended).toEqual({ SUCCEEDED: count });
    // everything else of the process had its turn in between
    expect(turns.end()).toBeGreaterThanOrEqual(count / 100);
    const megabytes = Math.round(process.memoryUsage().rss / 1_000_000);
    console.info(
      JSON.stringify({ count, ...{ parkedMs: parked, resumedMs: resumed, firedMs: fired }, megabytes }),
    );
  });
});

async function parkAndKill(dataDir: string): Promise<void> {
  const script = new URL('../../../support/aws/states/parking.ts', import.meta.url).pathname;
  const child = spawn(process.execPath, [script, dataDir, String(count), String(start), '40'], {
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const told = await Promise.race([once(child.stdout, 'data'), once(child, 'exit')]);
  expect(String(told[0])).toBe('parked\n');
  child.kill('SIGKILL');
  await once(child, 'exit');
}

function countTimers(clock: Clock, timers: Set<number>): Clock {
  return {
    now: () => clock.now(),
    offset: () => clock.offset(),
    frozen: () => clock.frozen(),
    freeze: () => clock.freeze(),
    unfreeze: () => clock.unfreeze(),
    advanceTo: (instant, options) => clock.advanceTo(instant, options),
    onChange: (listener) => clock.onChange(listener),
    close: () => clock.close(),
    setTimer(at, fire) {
      timers.add(at);
      const cancel = clock.setTimer(at, fire);
      return () => {
        timers.delete(at);
        cancel();
      };
    },
  };
}

async function advanceTo(clock: Clock, work: Work, instant: number): Promise<void> {
  const between = async (): Promise<void> => {
    if (!(await work.settled(500_000))) throw new Error(`not settled: ${JSON.stringify(work.left())}`);
  };
  await clock.advanceTo(instant, { between });
}

/** Counts the turns of the event loop until it is told to end. */
function countTurns(): { end(): number } {
  let turns = 0;
  let next = setImmediate(function count() {
    turns += 1;
    next = setImmediate(count);
  });
  return {
    end() {
      clearImmediate(next);
      return turns;
    },
  };
}

function statuses(states: States): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status } of states.transitions()) counts[status] = (counts[status] ?? 0) + 1;
  return counts;
}

async function measure(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return Math.round(performance.now() - from);
}
