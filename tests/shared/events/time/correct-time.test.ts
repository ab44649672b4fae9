import { describe, expect, it } from 'vitest';
import { correctTime } from '../../../../shared/events/time/correct-time.ts';

const RECEIVED = '2026-11-21T12:00:00.000Z';
const at = (original: string | number | null | undefined, sentAt?: string | number | null) => {
  const flags = new Set<string>();
  const time = correctTime({ original, sentAt, receivedAt: Date.parse(RECEIVED) }, flags);
  return [new Date(time).toISOString(), ...flags];
};

describe('the corrected time of an event', () => {
  it.each([
    ['no timestamp', undefined, undefined, [RECEIVED]],
    ['no sentAt: taken as it is', '2026-11-21T11:00:00Z', undefined, ['2026-11-21T11:00:00.000Z']],
    ['a clock 2 h ahead', '2026-11-21T14:00:00Z', '2026-11-21T14:00:00Z', [RECEIVED]],
    ['queued for an hour', '2026-11-21T11:00:00Z', RECEIVED, ['2026-11-21T11:00:00.000Z']],
    ['an import from long ago', '2020-01-01T00:00:00Z', RECEIVED, ['2020-01-01T00:00:00.000Z']],
    ['the year 1', '0001-01-01T00:00:00Z', undefined, ['0001-01-01T00:00:00.000Z']],
    ['sent before it happened', '2026-11-21T12:00:01Z', RECEIVED, ['2026-11-21T12:00:01.000Z']],
    ['sentAt in 1970', '2026-11-21T11:00:00Z', 0, ['2026-11-21T11:00:00.000Z', 'clock_skew']],
    ['sentAt nonsense', '2026-11-21T11:00:00Z', 'now', ['2026-11-21T11:00:00.000Z', 'invalid_sent_at']],
    ['sentAt null', '2026-11-21T11:00:00Z', null, ['2026-11-21T11:00:00.000Z']],
    ['23 h ahead', '2026-11-22T11:00:00Z', undefined, ['2026-11-22T11:00:00.000Z']],
    ['25 h ahead', '2026-11-22T13:00:00Z', undefined, [RECEIVED, 'future_timestamp']],
    ['the year 9999', '9999-12-31T00:00:00Z', undefined, [RECEIVED, 'future_timestamp']],
    ['nonsense', 'yesterday', RECEIVED, [RECEIVED, 'invalid_timestamp']],
    [
      'before the year 0',
      '-000001-01-01T00:00:00Z',
      undefined,
      ['0000-01-01T00:00:00.000Z', 'ancient_timestamp'],
    ],
  ])('%s', (_reason, original, sentAt, expected) => {
    expect(at(original, sentAt)).toEqual(expected);
  });
});
