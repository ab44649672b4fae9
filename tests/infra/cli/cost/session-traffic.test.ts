import { describe, expect, it } from 'vitest';
import { trafficSeconds } from '../../../../infra/cli/cost/session-traffic.ts';

/** The events of each of so many seconds. */
function played(seed: number, seconds: number): readonly (readonly object[])[] {
  const traffic = trafficSeconds(seed);
  return Array.from({ length: seconds }, () => traffic.next().value.events);
}

describe('the visits of a shop', () => {
  it('are as dense as those of a month with 100 million events, once as many end as begin', () => {
    const events = played(1, 400).slice(100).flat();

    expect(events.length / 300).toBeCloseTo(100_000_000 / (730 * 3_600), -1);
  });

  it('are the same ones for the same seed', () => {
    expect(played(7, 30)).toEqual(played(7, 30));
    expect(played(7, 30)).not.toEqual(played(8, 30));
  });

  it('are anonymous or by somebody known, and some sign in on the way', () => {
    const events = played(1, 200).flat();

    expect(events).toContainEqual(expect.not.objectContaining({ userId: expect.anything() }));
    expect(events).toContainEqual(expect.objectContaining({ userId: expect.stringMatching(/^person-/) }));
    expect(events).toContainEqual(
      expect.objectContaining({ type: 'identify', userId: expect.stringMatching(/^user-of-browser-new-/) }),
    );
  });
});
