import { describe, expect, it } from 'vitest';
import { parseInstant } from '../../../../shared/events/time/parse-instant.ts';

describe('an instant as senders write it', () => {
  it.each([
    ['2026-11-21T12:00:00.000Z', '2026-11-21T12:00:00.000Z'],
    ['2026-11-21T12:00:00+01:00', '2026-11-21T11:00:00.000Z'],
    ['2026-11-21T12:00:00+0100', '2026-11-21T11:00:00.000Z'], // PHP writes the offset without a colon
    ['2026-11-21T12:00Z', '2026-11-21T12:00:00.000Z'], // ISO allows to leave out seconds
    ['2026-11-21T12:00:00.123456789Z', '2026-11-21T12:00:00.123Z'], // Go sends nanoseconds
    ['2026-11-21T20:04:00.403186+00:00', '2026-11-21T20:04:00.403Z'], // Python sends microseconds
    ['2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'], // a leap second is no error
    ['2024-02-29T00:00:00Z', '2024-02-29T00:00:00.000Z'],
    ['0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'], // Go's zero time
    ['-000001-01-01T00:00:00Z', '-000001-01-01T00:00:00.000Z'],
    ['2026-03-29T02:30:00+01:00', '2026-03-29T01:30:00.000Z'], // local gap, but the offset says when
    [1_795_262_400_000, '2026-11-21T12:00:00.000Z'],
    [1_795_262_400, '2026-11-21T12:00:00.000Z'], // seconds
    [1_795_262_400.5, '2026-11-21T12:00:00.500Z'],
  ])('reads %j', (value, expected) => {
    expect(new Date(parseInstant(value) ?? Number.NaN).toISOString()).toBe(expected);
  });

  it.each([
    '2025-02-30T00:00:00Z', // JavaScript would make it March
    '2025-02-29T00:00:00Z',
    '2025-13-01T00:00:00Z',
    '2025-01-01T24:00:00Z',
    '2025-01-01T12:60:00Z',
    '2025-01-01T12:30:60Z', // leap seconds end an hour
    '2025-01-01T12:00:00+24:00',
    '2025-01-01T12:00:00', // no zone: nobody knows when
    '2025-01-01',
    '2025-01-01 12:00:00Z',
    '12/31/2025',
    'now',
    '',
    '1795262400000', // a number is a number, not text
    '275760-09-13T00:00:00Z',
    '-000000-01-01T00:00:00Z',
    8.64e15 + 1, // no date can be later
    Number.POSITIVE_INFINITY,
    true,
    null,
  ])('does not guess %j', (value) => {
    expect(parseInstant(value)).toBeUndefined();
  });
});
