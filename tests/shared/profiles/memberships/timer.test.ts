import { describe, expect, it } from 'vitest';
import { dueMinute, timerToArm } from '../../../../shared/profiles/memberships/timer.ts';

const MINUTE = 60_000;
const now = 1_000 * MINUTE + 5_000;

describe('timers', () => {
  it.each([
    [1_000 * MINUTE, 1_000], // on the minute: due at once
    [1_000 * MINUTE + 1, 1_001], // a millisecond later waits for the next
    [1_001 * MINUTE - 1, 1_001],
  ])('a flip at %i is due in minute %i', (instant, minute) => {
    expect(dueMinute(instant)).toBe(minute);
  });

  it.each([
    ['no flip ahead', { nextFlip: undefined, armedMinute: undefined }, undefined],
    ['nothing armed', { nextFlip: now + 1, armedMinute: undefined }, 1_001],
    ['armed for that minute', { nextFlip: now + 1, armedMinute: 1_001 }, undefined],
    [
      'armed earlier: it will find the flip moved',
      { nextFlip: now + 10 * MINUTE, armedMinute: 1_001 },
      undefined,
    ],
    ['armed later: the flip came forward', { nextFlip: now + 1, armedMinute: 1_005 }, 1_001],
    ['armed in the past: it has fired', { nextFlip: now + 10 * MINUTE, armedMinute: 999 }, 1_011],
  ])('with %s arms %o as %s', (_, profile, minute) => {
    expect(timerToArm(profile, now)).toBe(minute);
  });
});
