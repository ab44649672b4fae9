import { batchOf, page, type Row } from '../bad-input.ts';

/** Rows 67 to 73: when it happened. No time is a reason to refuse an event. */
export const timeRows: readonly Row[] = [
  ['67', 'no timestamp', batchOf(page), 200, 1],
  ['70', 'the year 9999', batchOf({ ...page, timestamp: '9999-12-31T23:59:59Z' }), 200, 1],
  ['70', 'after the last date', batchOf({ ...page, timestamp: 8.64e15 + 1 }), 200, 1],
  ['71', 'before the year 0', batchOf({ ...page, timestamp: '-000001-01-01T00:00:00Z' }), 200, 1],
  ['72', 'no date', batchOf({ ...page, timestamp: '2025-02-30T00:00:00Z' }), 200, 1],
  ['72', 'an object as time', batchOf({ ...page, timestamp: {} }), 200, 1],
  ['73', 'leap second', batchOf({ ...page, timestamp: '2016-12-31T23:59:60Z' }), 200, 1],
  ...['12/31/2025', 'now', '1767225600', '2026-01-01T00:00:00', '275760-09-13T00:00:00Z', [], true].map(
    (timestamp): Row => ['72', `time ${JSON.stringify(timestamp)}`, batchOf({ ...page, timestamp }), 200, 1],
  ),
  [
    '73',
    'nanoseconds and an offset',
    batchOf({ ...page, timestamp: '2026-03-29T02:30:00.123456789+02:00' }),
    200,
    1,
  ],
];
