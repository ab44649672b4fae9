import { batchOf, page, type Row } from '../bad-input.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const iso = (instant: number): string => new Date(instant).toISOString();

type Times = { readonly timestamp?: unknown; readonly sentAt?: unknown };
type Kept = { readonly timestamp: string; readonly originalTimestamp?: string; readonly flags?: string[] };

const row = (
  number: string,
  reason: string,
  sent: (now: number) => Times,
  kept: (now: number) => Kept,
): Row => [
  number,
  reason,
  (now) => batchOf({ ...page, ...sent(now) }),
  200,
  1,
  (now) => ({ originalTimestamp: undefined, flags: undefined, ...kept(now) }),
];

/** An instant that is understood; it is kept as it was sent where that is another text. */
const understood = (number: string, timestamp: string | number, instant: string): Row =>
  row(
    number,
    `the time ${JSON.stringify(timestamp)}`,
    () => ({ timestamp }),
    () => ({
      timestamp: instant,
      ...(timestamp === instant ? {} : { originalTimestamp: String(timestamp) }),
    }),
  );

/** A time that cannot be: the event counts as of now, what was sent stays beside it. */
const replaced = (number: string, timestamp: unknown, flag: string): Row =>
  row(
    number,
    `the time ${JSON.stringify(timestamp)}`,
    () => ({ timestamp }),
    (now) => ({ timestamp: iso(now), originalTimestamp: String(timestamp), flags: [flag] }),
  );

/** Rows 67 to 73: when it happened. No time is a reason to refuse an event. */
export const timeRows: readonly Row[] = [
  row(
    '67',
    'no timestamp',
    () => ({}),
    (now) => ({ timestamp: iso(now) }),
  ),
  row(
    '67',
    'null as timestamp',
    () => ({ timestamp: null }),
    (now) => ({ timestamp: iso(now) }),
  ),
  row(
    '68',
    'a clock two hours ahead',
    (now) => ({ timestamp: iso(now + 2 * HOUR), sentAt: iso(now + 2 * HOUR) }),
    (now) => ({ timestamp: iso(now), originalTimestamp: iso(now + 2 * HOUR) }),
  ),
  row(
    '68',
    'a clock a day late, an hour after it happened',
    (now) => ({ timestamp: iso(now - DAY - HOUR), sentAt: iso(now - DAY) }),
    (now) => ({ timestamp: iso(now - HOUR), originalTimestamp: iso(now - DAY - HOUR) }),
  ),
  row(
    '69',
    'sent before it happened',
    (now) => ({ timestamp: iso(now), sentAt: iso(now - HOUR) }),
    (now) => ({ timestamp: iso(now + HOUR), originalTimestamp: iso(now) }),
  ),
  row(
    '69',
    'no sentAt',
    (now) => ({ timestamp: iso(now - HOUR) }),
    (now) => ({ timestamp: iso(now - HOUR) }),
  ),
  row(
    '69',
    'sent in 1970',
    (now) => ({ timestamp: iso(now - HOUR), sentAt: '1970-01-01T00:00:00.000Z' }),
    (now) => ({ timestamp: iso(now - HOUR), flags: ['clock_skew'] }),
  ),
  row(
    '69',
    'sent at no time',
    (now) => ({ timestamp: iso(now - HOUR), sentAt: 'now' }),
    (now) => ({ timestamp: iso(now - HOUR), flags: ['invalid_sent_at'] }),
  ),
  row(
    '70',
    'in 23 hours',
    (now) => ({ timestamp: iso(now + 23 * HOUR) }),
    (now) => ({ timestamp: iso(now + 23 * HOUR) }),
  ),
  row(
    '70',
    'in ten years',
    (now) => ({ timestamp: iso(now + 3_650 * DAY) }),
    (now) => ({
      timestamp: iso(now),
      originalTimestamp: iso(now + 3_650 * DAY),
      flags: ['future_timestamp'],
    }),
  ),
  replaced('70', '9999-12-31T23:59:59Z', 'future_timestamp'),
  replaced('70', '+275760-09-13T00:00:00.000Z', 'future_timestamp'),
  replaced('70', 8.64e15, 'future_timestamp'),
  replaced('70', 8.64e15 + 1, 'invalid_timestamp'),
  understood('71', '1970-01-01T00:00:00.000Z', '1970-01-01T00:00:00.000Z'),
  understood('71', '0001-01-01T00:00:00Z', '0001-01-01T00:00:00.000Z'),
  understood('71', 0, '1970-01-01T00:00:00.000Z'),
  row(
    '71',
    'before the year 0',
    () => ({ timestamp: '-000001-01-01T00:00:00Z' }),
    () => ({
      timestamp: '0000-01-01T00:00:00.000Z',
      originalTimestamp: '-000001-01-01T00:00:00Z',
      flags: ['ancient_timestamp'],
    }),
  ),
  row(
    '71',
    'five years ago',
    (now) => ({ timestamp: iso(now - 1_826 * DAY) }),
    (now) => ({ timestamp: iso(now - 1_826 * DAY) }),
  ),
  understood('72', 1_767_225_600, '2026-01-01T00:00:00.000Z'),
  understood('72', 1_767_225_600_123, '2026-01-01T00:00:00.123Z'),
  ...['2025-02-30T00:00:00Z', '12/31/2025', 'now', '', '1767225600', '2026-01-01T00:00:00', '2026-01-01'].map(
    (timestamp) => replaced('72', timestamp, 'invalid_timestamp'),
  ),
  replaced('72', '275760-09-13T00:00:00Z', 'invalid_timestamp'),
  ...[true, [], {}].map((timestamp) =>
    row(
      '72',
      `the time ${JSON.stringify(timestamp)}`,
      () => ({ timestamp }),
      (now) => ({ timestamp: iso(now), originalTimestamp: '', flags: ['invalid_timestamp'] }),
    ),
  ),
  understood('73', '2016-12-31T23:59:60Z', '2017-01-01T00:00:00.000Z'),
  // a local time that no clock in Berlin showed: its offset says which instant it is
  understood('73', '2026-03-29T02:30:00+01:00', '2026-03-29T01:30:00.000Z'),
  understood('73', '2026-03-29T02:30:00.123456789+02:00', '2026-03-29T00:30:00.123Z'),
];
