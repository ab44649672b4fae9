import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rateLimit } from '../../../../functions/collector/keys/rate-limit.ts';

const START = Date.parse('2026-11-21T12:00:00.000Z');

/** A limit in a world where time passes only when it is told to. */
function limitAt(perSecond: number) {
  const clock = { now: START };
  const limit = rateLimit(() => clock.now);
  const take = (events = 1, writeKey = 'k') => limit({ writeKey, events, perSecond });
  return { clock, take };
}

describe('the rate of a write key', () => {
  it('takes what a second allows at once, and then as tokens come back', () => {
    const { clock, take } = limitAt(10);
    const answers = Array.from({ length: 11 }, () => take()?.status);

    expect(answers).toEqual([...Array(10).fill(undefined), 429]);
    clock.now += 100;
    expect(take()).toBeUndefined();
    expect(take()?.status).toBe(429);
  });

  it('says when to come back', () => {
    const { clock, take } = limitAt(10);
    take(95);

    expect(take()).toMatchObject({ code: 'rate_limited', headers: { 'retry-after': '9' } });
    clock.now += 8_599;
    expect(take()?.status).toBe(429);
    clock.now += 1;
    expect(take()).toBeUndefined();
  });

  it('takes a batch larger than the rate whole, or it could never be sent', () => {
    const { take } = limitAt(1);

    expect(take(2_500)).toBeUndefined();
    expect(take()?.headers).toEqual({ 'retry-after': '2500' });
  });

  it('holds for that key only', () => {
    const { take } = limitAt(1);
    take();

    expect(take()?.status).toBe(429);
    expect(take(1, 'other')).toBeUndefined();
  });

  it('saves no more than a second while nothing comes', () => {
    const { clock, take } = limitAt(2);
    take(2);
    clock.now += 3_600_000;

    expect([take(), take(), take()?.status]).toEqual([undefined, undefined, 429]);
  });

  it('gives nothing away when the clock steps back', () => {
    const { clock, take } = limitAt(1);
    take();
    clock.now -= 60_000;

    expect(take()?.status).toBe(429);
  });

  it('never lets more through than the rate and one last batch', () => {
    const steps = fc.array(fc.record({ pause: fc.nat(400), events: fc.integer({ min: 1, max: 50 }) }));
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 100 }), steps, (perSecond, requests) => {
        const { clock, take } = limitAt(perSecond);
        let taken = 0;
        for (const { pause, events } of requests) {
          clock.now += pause;
          if (take(events) === undefined) taken += events;
        }

        const allowed = perSecond * (1 + (clock.now - START) / 1_000);
        expect(taken).toBeLessThan(allowed + 50);
      }),
    );
  });
});
