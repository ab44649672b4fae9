import { describe, expect, it } from 'vitest';
import { instantOf, isMoment, sinceStart } from '../../../../shared/definitions/stories/moment.ts';
import { calendarIn } from '../../../../shared/segments/values/calendar.ts';

const calendar = calendarIn('Europe/Warsaw');
const start = Date.parse('2026-03-28T10:00:00+01:00');

describe('a moment of a story', () => {
  it.each([
    ['0m', '2026-03-28T09:00:00.000Z'],
    ['1d 30m', '2026-03-29T09:30:00.000Z'],
    // clocks changed on the 29th: a month later is the same time on the clock
    ['1mo', '2026-04-28T08:00:00.000Z'],
    ['2026-07-01T10:00', '2026-07-01T08:00:00.000Z'],
    ['2026-07-01T10:00:00Z', '2026-07-01T10:00:00.000Z'],
    ['2026-07-01', '2026-06-30T22:00:00.000Z'],
  ])('%s is %s', (moment, instant) => {
    expect(isMoment(moment)).toBe(true);
    expect(new Date(instantOf(moment, { start, calendar })).toISOString()).toBe(instant);
  });

  it.each(['', 'soon', '1d and 2h', '90', '2026-13-01', '-1d'])('%o is none', (moment) => {
    expect(isMoment(moment)).toBe(false);
  });

  it.each([
    [0, '0m'],
    [90 * 86_400_000, '90d'],
    [86_399_999, '23h 59m 59s 999ms'],
    [-3_600_000, '-1h'],
  ])('%d ms after the start is written %s', (ms, text) => {
    expect(sinceStart(ms)).toBe(text);
  });
});
