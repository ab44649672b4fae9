import { describe, expect, it } from 'vitest';
import type { Duration } from '../../../../shared/duration.ts';
import { calendarIn } from '../../../../shared/segments/values/calendar.ts';
import { toInstant } from '../../../../shared/segments/values/instant.ts';

const month: Duration = { type: 'calendar', months: 1 };
const year: Duration = { type: 'calendar', months: 12 };
const day: Duration = { type: 'exact', ms: 86_400_000 };

function iso(instant: number | undefined): string | undefined {
  return instant === undefined ? undefined : new Date(instant).toISOString();
}

describe('calendar', () => {
  it.each([
    ['Europe/Warsaw', '2026-01-31T10:00:00Z', month, '2026-02-28T10:00:00.000Z'], // no February 31
    ['Europe/Warsaw', '2026-03-15T10:00:00Z', month, '2026-04-15T09:00:00.000Z'], // the same hour on the clock
    ['Europe/Warsaw', '2026-03-28T10:00:00Z', day, '2026-03-29T10:00:00.000Z'], // 24 hours are 24 hours
    ['Europe/Warsaw', '2026-02-28T01:30:00Z', month, '2026-03-28T01:30:00.000Z'],
    ['Europe/Warsaw', '2026-02-28T23:30:00Z', month, '2026-03-31T22:30:00.000Z'.replace('31', '31')], // March 1 in Warsaw
    ['Europe/Warsaw', '2026-09-25T00:30:00Z', month, '2026-10-25T00:30:00.000Z'], // 2:30 comes twice: the first
    ['America/New_York', '2026-02-08T07:30:00Z', month, '2026-03-08T07:30:00.000Z'], // 2:30 is skipped: an hour on
    ['Australia/Lord_Howe', '2026-09-03T15:45:00Z', month, '2026-10-03T15:45:00.000Z'], // skipped by half an hour
    ['Pacific/Apia', '2011-11-29T12:00:00Z', month, '2011-12-29T12:00:00.000Z'],
    ['UTC', '2024-02-29T00:00:00Z', year, '2025-02-28T00:00:00.000Z'],
  ])('in %s, %s and %j are %s', (timezone, instant, duration, expected) => {
    expect(iso(calendarIn(timezone).add(Date.parse(instant), duration))).toBe(expected);
  });

  it('goes back as the calendar does', () => {
    const { subtract } = calendarIn('Europe/Warsaw');

    expect(iso(subtract(Date.parse('2026-03-31T08:00:00Z'), month))).toBe('2026-02-28T09:00:00.000Z');
    expect(iso(subtract(Date.parse('2024-02-29T09:00:00.001Z'), year))).toBe('2023-02-28T09:00:00.001Z');
  });

  it.each([
    ['2026-11-21', '2026-11-20T23:00:00.000Z', 'midnight in Warsaw'],
    ['2026-11-21T10:00', '2026-11-21T09:00:00.000Z', 'clocks in Warsaw'],
    ['2026-11-21 10:00:00.1234567Z', '2026-11-21T10:00:00.123Z', 'finer than a millisecond'],
    ['2026-11-21T10:00:00+0530', '2026-11-21T04:30:00.000Z', 'an offset without a colon'],
    ['2016-12-31T23:59:60Z', '2016-12-31T23:59:59.000Z', 'a leap second'],
    ['2026-03-29T02:30', '2026-03-29T01:30:00.000Z', 'a skipped time'],
    ['1890-01-01', '1889-12-31T22:36:00.000Z', 'before there were time zones'],
  ])('reads %s as %s: %s', (text, expected) => {
    expect(iso(toInstant(text, calendarIn('Europe/Warsaw')))).toBe(expected);
  });

  it.each([
    '2026-02-29',
    '2026-04-31T00:00Z',
    '2026-11-21T24:00Z',
    '21.11.2026',
    '2026-11-21T10',
    '',
    null,
    1e300,
    {},
  ])('does not read %j', (value) => {
    expect(toInstant(value, calendarIn('Europe/Warsaw'))).toBeUndefined();
  });
});
