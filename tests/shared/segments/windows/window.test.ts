import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { rowsOf, type Tally } from '../../../../shared/segments/windows/tally.ts';
import {
  addToWindow,
  dropUntil,
  EMPTY_WINDOW,
  exactInstants,
  mergeWindow,
  partsOf,
  type Window,
} from '../../../../shared/segments/windows/window.ts';
import { encodeWindows } from '../../../../shared/segments/windows/window-codec.ts';
import { size } from '../../../support/sizes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const numRuns = size(150, 3_000);
const timeout = size(60_000, 900_000);

type Entry = readonly [at: number, value: number];

// dense enough for ties and full buckets, long enough to overflow hours and days
const entries = entriesOver([1, 3, 30, 600]);

function entriesOver(spans: readonly number[]): fc.Arbitrary<readonly Entry[]> {
  const spots = fc.array(fc.tuple(fc.integer({ min: 0, max: 999_999 }), fc.integer({ min: -9, max: 99 })), {
    maxLength: 700,
    size: 'max',
  });
  return fc
    .tuple(fc.constantFrom(...spans), spots)
    .map(([days, found]) =>
      found.map(
        ([spot, value]): Entry => [START + Math.floor((spot * days * DAY) / 1_000_000 / 500) * 500, value],
      ),
    );
}

function windowWith(added: readonly Entry[]): Window {
  return added.reduce(
    (window, [at, value]) => addToWindow(window, { at, count: 1, sum: value }),
    EMPTY_WINDOW,
  );
}

function bytesOf(window: Window): string {
  return Buffer.from(encodeWindows(new Map([['key', window]]))).toString('hex');
}

function shuffled<T>(values: readonly T[], seed: number): readonly T[] {
  return values
    .map((value, index) => ({ value, rank: Math.imul(index + 1, 2654435761 + seed) >>> 0 }))
    .sort((a, b) => a.rank - b.rank)
    .map(({ value }) => value);
}

function sumOf(parts: readonly Tally[]): { count: number; sum: number } {
  return parts.reduce(({ count, sum }, part) => ({ count: count + part.count, sum: sum + part.sum }), {
    count: 0,
    sum: 0,
  });
}

function countWithin(window: Window, from: number, to: number): { count: number; sum: number } {
  return sumOf(rowsOf(window).filter(({ at }) => at > from && at <= to));
}

describe('window', () => {
  it(
    'is the same whatever the order of the events',
    () => {
      fc.assert(
        fc.property(entries, fc.nat(), (added, seed) => {
          expect(bytesOf(windowWith(shuffled(added, seed)))).toBe(bytesOf(windowWith(added)));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'is the same whatever parts it was merged from, in whatever order',
    () => {
      fc.assert(
        fc.property(
          entries,
          fc.array(fc.nat(4), { minLength: 1, maxLength: 50 }),
          fc.nat(),
          (added, parts, seed) => {
            const partOf = (index: number) => parts[index % parts.length] ?? 0;
            const windows = [0, 1, 2, 3, 4].map((part) =>
              windowWith(added.filter((_, index) => partOf(index) === part)),
            );
            const [first = EMPTY_WINDOW, second = EMPTY_WINDOW, ...rest] = shuffled(windows, seed);

            const inTurn = [second, ...rest].reduce(mergeWindow, first);
            const inPairs = mergeWindow(rest.reduce(mergeWindow, EMPTY_WINDOW), mergeWindow(second, first));

            expect([bytesOf(inTurn), bytesOf(inPairs)]).toEqual([
              bytesOf(windowWith(added)),
              bytesOf(windowWith(added)),
            ]);
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'keeps 64 instants exact, and every event in the totals, in order and within bounds',
    () => {
      fc.assert(
        fc.property(entries, (added) => {
          const window = windowWith(added);
          const latest = added.map(([at]) => at).sort((a, b) => b - a);

          expect(exactInstants(window)).toEqual(latest.slice(0, 64).reverse());
          expect(sumOf(rowsOf(window))).toEqual({
            count: added.length,
            sum: added.reduce((sum, [, value]) => sum + value, 0),
          });
          expect(window.at).toEqual(window.at.toSorted((a, b) => a - b));
          const { hours, days } = partsOf(window);
          expect([hours.length <= 48, days.length <= 400]).toEqual([true, true]);
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'is exact to one bucket beyond 64 events',
    () => {
      fc.assert(
        fc.property(
          entriesOver([1, 3, 30, 395]),
          fc.double({ min: 0, max: 1, noNaN: true }),
          (added, share) => {
            const ats = added.map(([at]) => at);
            const [first, last] = [Math.min(START, ...ats), Math.max(START, ...ats)];
            const [from, to] = [first + Math.floor(share * (last - first)), last];
            const inside = added.filter(([at]) => at > from);
            const beside = added.filter(
              ([at]) => at <= from && Math.floor(at / DAY) === Math.floor(from / DAY),
            );

            const { count } = countWithin(windowWith(added), from, to);

            // events count at the last instant of their bucket, so none leaves early
            expect(count).toBeGreaterThanOrEqual(inside.length);
            expect(count).toBeLessThanOrEqual(inside.length + beside.length);
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'answers the same from an instant on when what lies before the horizon is dropped',
    () => {
      fc.assert(
        fc.property(entries, fc.nat(600), fc.nat(40), (added, days, later) => {
          const cut = START + days * DAY;
          const [from, to] = [cut + later * HOUR, START + 601 * DAY];
          const window = windowWith(added);

          expect(countWithin(dropUntil(window, cut), from, to)).toEqual(countWithin(window, from, to));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it('stays the same in size when history grows a hundredfold', () => {
    const some = Array.from({ length: 600 }, (_, index): Entry => [START + index * DAY, 1]);
    const many = some.flatMap(([at]) =>
      Array.from({ length: 100 }, (_, index): Entry => [at + index * 60_000, 1]),
    );

    const [few, all] = [bytesOf(windowWith(some)).length / 2, bytesOf(windowWith(many)).length / 2];

    expect(all).toBeLessThan(few * 1.5);
  });

  it('carries sums of nonsense without breaking', () => {
    const huge = Array.from({ length: 300 }, (_, index): Entry => [START + index, 1e14]);

    expect(partsOf(windowWith(huge)).hours[0]?.sum).toBe(2 ** 52);
  });
});
