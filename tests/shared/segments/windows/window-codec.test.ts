import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { observe } from '../../../../shared/segments/windows/observe.ts';
import { type Window, windowFrom } from '../../../../shared/segments/windows/window.ts';
import { decodeWindows, encodeWindows } from '../../../../shared/segments/windows/window-codec.ts';
import { size } from '../../../support/sizes.ts';

const sums = fc.oneof(
  fc.constant(0),
  fc.integer({ min: -(2 ** 31), max: 2 ** 31 - 1 }),
  fc.constantFrom(2 ** 52, -(2 ** 52)),
);
const instants = fc.oneof(
  fc.integer({ min: 1.7e12, max: 1.8e12 }),
  fc.maxSafeInteger().map((at) => at % 253_402_300_799_999),
);
const bucket = fc.record({ at: instants, count: fc.integer({ min: 1, max: 1e9 }), sum: sums });
const exact = fc.record({ at: instants, count: fc.constantFrom(1, 1, 1, 5), sum: sums });
const window: fc.Arbitrary<Window> = fc
  .record({
    exact: fc.array(exact, { maxLength: 64 }),
    hours: fc.array(bucket, { maxLength: 48 }),
    days: fc.array(bucket, { maxLength: 60 }),
    older: fc.array(bucket, { maxLength: 1 }),
  })
  .map(windowFrom);
const windows = fc.uniqueArray(fc.tuple(fc.string({ maxLength: 12 }), window), {
  maxLength: 8,
  selector: ([key]) => key,
});

describe('window codec', () => {
  it('reads back what it wrote', () => {
    fc.assert(
      fc.property(windows, (pairs) => {
        expect(decodeWindows(encodeWindows(new Map(pairs)))).toEqual(new Map(pairs));
      }),
      { numRuns: size(300, 5_000) },
    );
  });

  it('writes the same bytes in whatever order the windows were added', () => {
    fc.assert(
      fc.property(windows, (pairs) => {
        expect(encodeWindows(new Map(pairs.toReversed()))).toEqual(encodeWindows(new Map(pairs)));
      }),
      { numRuns: size(100, 1_000) },
    );
  });

  it('writes an hour-old profile with six windows in well under 300 bytes', () => {
    const rules = [
      'Product Viewed',
      'Cart Viewed',
      'Product Added',
      'Checkout Started',
      'Order Completed',
    ].map((event) => ({ event }));
    const where = { all: [...rules, { event: 'Order Completed', sum: { of: 'total', atLeast: 100 } }] };
    const { segment } = parseSegment({ id: 'typical', where });
    const compiled = compileSegments([{ segment, since: 1 }], { timezone: 'UTC' });
    const start = Date.UTC(2026, 10, 21, 12);
    const visit = rules.flatMap(({ event }, stage) =>
      [0, 1, 2, 3].map((turn) => ({
        name: event,
        at: start + (stage * 11 + turn * 2) * 61_237,
        properties: { total: 129.9 },
      })),
    );

    const observed = visit.reduce((held, event) => observe(held, compiled, event), new Map<string, Window>());

    expect(observed.size).toBe(6);
    expect(encodeWindows(observed).length).toBeLessThan(200);
  });

  it.each([
    [[], 'middle of a value'],
    [[2], 'of version 1, got 2'],
    [[1, 5, 65], 'middle of a text'],
    [[1, 1, 65, 0, 3, 1], 'middle of a value'],
    [[1, 1, 65, 0, 255, 255], 'middle of a value'],
  ])('refuses the bytes %j', (bytes, message) => {
    expect(() => decodeWindows(Uint8Array.from(bytes))).toThrow(message);
  });
});
