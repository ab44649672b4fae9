import { describe, expect, it } from 'vitest';
import { withNextKey, writeKeyState } from '../../../../shared/definitions/kinds/write-keys.ts';

const now = '2026-11-21T12:00:00.000Z';
const soon = '2026-11-22T12:00:00.000Z';
const later = '2026-12-21T12:00:00.000Z';
const past = '2026-11-20T12:00:00.000Z';
const key = (name: string, expires?: string) => ({
  key: name,
  since: '2026-01-01T00:00:00.000Z',
  ...(expires === undefined ? {} : { expires }),
});
const next = { key: 'next', since: now };

describe('the next write key', () => {
  it.each([
    ['ends those in use in time', [key('a')], [key('a', later), next]],
    ['lets none work longer than it was to', [key('a', soon)], [key('a', soon), next]],
    [
      'ends one sooner that was to end later',
      [key('a', '2027-01-01T00:00:00.000Z')],
      [key('a', later), next],
    ],
    ['forgets what has expired', [key('a', past), key('b', now), key('c')], [key('c', later), next]],
    ['is the first of a source without any', [], [next]],
  ])('%s', (_, keys, expected) => {
    expect(withNextKey(keys, next, later)).toEqual(expected);
  });
});

describe('the state of a write key', () => {
  it.each([
    ['active', true, undefined],
    ['expiring', true, soon],
    // the collector refuses it from this instant on
    ['expired', true, now],
    ['expired', true, past],
    ['off', false, undefined],
  ])('is %s', (state, enabled, expires) => {
    expect(writeKeyState({ enabled }, key('a', expires), new Date(now))).toBe(state);
  });
});
