import { describe, expect, it } from 'vitest';
import { longestMs, parseDuration } from '../../shared/duration.ts';

const DAY = 86_400_000;

describe('durations', () => {
  it.each([
    ['30m', { type: 'exact', ms: 1_800_000 }],
    ['24h', { type: 'exact', ms: DAY }],
    ['7d', { type: 'exact', ms: 7 * DAY }],
    ['2w', { type: 'exact', ms: 14 * DAY }],
    ['0d', { type: 'exact', ms: 0 }], // whether nothing is enough is for whoever asks
    ['1mo', { type: 'calendar', months: 1 }],
    ['1y', { type: 'calendar', months: 12 }],
  ])('reads %s', (text, duration) => {
    expect(parseDuration(text)).toEqual(duration);
  });

  it.each([
    ['', 'nothing'],
    ['7 day', 'a word for the unit'],
    ['7D', 'a capital'],
    [' 7d', 'a space'],
    ['-1d', 'a sign'],
    ['1.5h', 'a fraction'],
    ['07d', 'a leading zero'],
    ['1h30m', 'two units'],
    ['30s', 'a unit finer than a minute'],
    ['P7D', 'ISO 8601'],
    ['99999999d', 'more digits than anyone needs'],
    ['toString', 'a name from the prototype'],
    [7, 'a number'],
    [null, 'null'],
  ])('does not read %j: %s', (text, _why) => {
    expect(parseDuration(text)).toBeUndefined();
  });

  it.each([
    [{ type: 'exact', ms: 5 } as const, 5],
    [{ type: 'calendar', months: 0 } as const, 0],
    [{ type: 'calendar', months: 1 } as const, 31 * DAY + 3_600_000],
    [{ type: 'calendar', months: 14 } as const, (366 + 62) * DAY + 3_600_000],
  ])('knows how long %j takes at most', (duration, longest) => {
    expect(longestMs(duration)).toBe(longest);
  });
});
