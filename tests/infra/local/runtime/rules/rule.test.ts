import { describe, expect, it } from 'vitest';
import { createClock, type RealTime } from '../../../../../infra/local/clock.ts';
import { openRuntimeDatabase } from '../../../../../infra/local/runtime/deployment/runtime-database.ts';
import { nextRun, parseSchedule } from '../../../../../infra/local/runtime/rules/expression.ts';
import { createLastRuns } from '../../../../../infra/local/runtime/rules/last-runs.ts';
import { Rule } from '../../../../../infra/local/runtime/rules/rule.ts';

const minute = 60_000;
const noon = Date.UTC(2026, 10, 21, 12);

const memory = () => createLastRuns(openRuntimeDatabase(undefined));

async function start(dueMinutes?: () => Promise<readonly number[]>, lastRuns = memory()) {
  // real time that never passes by itself
  const real: RealTime = { now: () => noon + 30_000, wake: () => () => {} };
  const clock = createClock({ real });
  const events: { time: string; id: string }[] = [];
  const config = {
    arn: 'arn:aws:events:::rule/wake',
    periodMs: minute,
    targetArns: ['arn:wake'],
    dueMinutes,
  };
  const send = (_arn: string, payload: string) => void events.push(JSON.parse(payload));
  const rule = new Rule(config, { clock, lastRuns, send });
  await rule.start();
  const times = () => events.map((event) => event.time);
  return { clock, rule, events, times };
}

describe('a rule that runs every minute', () => {
  it('runs at each full minute', async () => {
    const { clock, times } = await start();

    await clock.advanceTo(noon + 3 * minute, { between: async () => {} });

    expect(times()).toEqual(['2026-11-21T12:01:00Z', '2026-11-21T12:02:00Z', '2026-11-21T12:03:00Z']);
  });

  it("sends EventBridge's scheduled event", async () => {
    const { clock, events } = await start();

    await clock.advanceTo(noon + minute, { between: async () => {} });

    expect(events[0]).toEqual({
      version: '0',
      id: expect.stringMatching(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/),
      'detail-type': 'Scheduled Event',
      source: 'aws.events',
      account: '000000000000',
      time: '2026-11-21T12:01:00Z',
      region: 'us-east-1',
      resources: ['arn:aws:events:::rule/wake'],
      detail: {},
    });
  });

  it('runs only in due minutes while the clock is moved, those that come up on the way included', async () => {
    const epochMinute = noon / minute;
    const due = [epochMinute - 5, epochMinute + 2];
    const { clock, rule, times } = await start(async () => due);
    const between = async () => {
      if (times().length === 1) due.push(epochMinute + 100);
      await rule.skipToDue();
    };

    await between();
    await clock.advanceTo(noon + 1440 * minute, { between });

    expect(times()).toEqual(['2026-11-21T12:02:00Z', '2026-11-21T13:40:00Z']);
  });

  it('runs every minute again once the clock has arrived', async () => {
    const { clock, rule, times } = await start(async () => []);
    await rule.skipToDue();
    await clock.advanceTo(noon + 10 * minute, { between: () => rule.skipToDue() });

    rule.resume();
    await clock.advanceTo(noon + 11 * minute, { between: async () => {} });

    expect(times()).toEqual(['2026-11-21T12:11:00Z']);
  });
});

describe('a rule after a time in which nothing ran', () => {
  const epochMinute = noon / minute;
  const downSince = (at: number) => {
    const lastRuns = memory();
    lastRuns.save('arn:aws:events:::rule/wake', at);
    return lastRuns;
  };

  it('runs the minutes that were due meanwhile, once each and in order', async () => {
    const due = [epochMinute - 1, epochMinute - 8, epochMinute - 8, epochMinute - 30, epochMinute + 5];

    const { times } = await start(async () => due, downSince(noon - 10 * minute));

    expect(times()).toEqual(['2026-11-21T11:52:00Z', '2026-11-21T11:59:00Z']);
  });

  it('runs once when every run counts', async () => {
    expect((await start(undefined, downSince(noon - 10 * minute))).times()).toEqual(['2026-11-21T12:00:00Z']);
    expect((await start(undefined, downSince(noon))).times()).toEqual([]);
  });

  it('goes on where it was after it ran by itself', async () => {
    const lastRuns = memory();
    const { clock } = await start(undefined, lastRuns);
    await clock.advanceTo(noon + 2 * minute, { between: async () => {} });

    expect(lastRuns.load('arn:aws:events:::rule/wake')).toBe(noon + 2 * minute);
  });
});

describe('a schedule', () => {
  it.each([
    ['rate(1 minute)', minute],
    ['rate(5 minutes)', 5 * minute],
    ['rate(2 hours)', 120 * minute],
    ['rate(1 day)', 1440 * minute],
    ['cron(* * * * ? *)', minute],
  ])('%s has a period of %i ms', (expression, periodMs) => {
    expect(parseSchedule(expression, 'Shop/Wake')).toBe(periodMs);
  });

  it.each(['rate(0 minutes)', 'rate(1 week)', 'cron(0 8 * * ? *)', 'at(2026-11-21)'])(
    'cannot be %s',
    (expression) => {
      expect(() => parseSchedule(expression, 'Shop/Wake')).toThrow(`unsupported schedule "${expression}"`);
    },
  );

  it('runs after now, never at it', () => {
    expect(nextRun(noon, minute)).toBe(noon + minute);
    expect(nextRun(noon - 1, minute)).toBe(noon);
  });
});
