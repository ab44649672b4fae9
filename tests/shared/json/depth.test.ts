import { describe, expect, it } from 'vitest';
import { isDeeperThan, isTextDeeperThan } from '../../../shared/json/depth.ts';

describe('depth', () => {
  it.each([
    ['{}', 1, false],
    ['{}', 0, true],
    ['{"a":[{}]}', 3, false],
    ['{"a":[{}]}', 2, true],
    ['{"a":"[[[["}', 1, false], // brackets in text are text
    ['{"a":"\\"[[["}', 1, false],
    ['{"a":"\\\\","b":[]}', 1, true], // the escaped backslash does not hide the quote
    ['[[],[],[]]', 2, false], // side by side is not deep
  ])('of %s over %i is %s, as text and as value', (text, limit, expected) => {
    expect(isTextDeeperThan(text, limit)).toBe(expected);
    expect(isDeeperThan(JSON.parse(text), limit)).toBe(expected);
  });

  it('of 200,000 levels is not followed beyond the limit', () => {
    const text = '['.repeat(200_000) + ']'.repeat(200_000);

    expect(isTextDeeperThan(text, 1_000)).toBe(true);
    expect(isDeeperThan(JSON.parse(text), 16)).toBe(true);
  });

  it('ends at text that is cut off', () => {
    expect(isTextDeeperThan('{"a":"x', 5)).toBe(false);
    expect(isTextDeeperThan('{"a":"x\\', 5)).toBe(false);
  });
});
