import { describe, expect, it } from 'vitest';
import { isOverLimit, windowMs } from '../../../../shared/identity/protection/limit.ts';

const HOUR = 3_600_000;

describe('the window of a limit', () => {
  it.each([
    ['ever', Number.POSITIVE_INFINITY],
    ['30m', HOUR / 2],
    ['7d', 7 * 24 * HOUR],
    ['4w', 28 * 24 * HOUR],
  ])('%s has a length', (per, ms) => {
    expect(windowMs(per)).toBe(ms);
  });

  it.each(['1mo', '1y', '0d', 'weekly', ''])('%j has none that is fixed', (per) => {
    expect(windowMs(per) > 0).toBe(false);
  });
});

describe('a limit of two', () => {
  const two = (withinMs: number, instants: readonly number[], at: number) =>
    isOverLimit({ count: 2, withinMs }, instants, at);

  it.each<[string, boolean, number[], number]>([
    ['two', false, [0, 1], 1],
    ['a third within the window', true, [0, 5, 9], 9],
    ['a third when the window has passed', false, [0, 5, 10], 10],
    ['an earlier one that comes late', true, [9, 5, 0], 0],
    ['two before and two after, no ten of which hold three', false, [0, 6, 12, 18], 12],
    ['three in a window that is long over', false, [0, 1, 2, 30], 30],
    ['three in a window that the event lies in', true, [0, 1, 9], 5],
  ])('is broken by %s: %s', (_, isBroken, instants, at) => {
    expect(two(10, instants, at)).toBe(isBroken);
  });

  it('counts for ever when its window does', () => {
    expect(two(Number.POSITIVE_INFINITY, [0, 1e12], 1e12)).toBe(false);
    expect(two(Number.POSITIVE_INFINITY, [0, 1e6, 1e12], 1e12)).toBe(true);
  });
});
