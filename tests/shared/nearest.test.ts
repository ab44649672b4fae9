import { describe, expect, it } from 'vitest';
import { nearestOf } from '../../shared/nearest.ts';

const known = ['equals', 'notEquals', 'contains', 'startsWith', 'in'];

describe('the nearest known word', () => {
  it.each([
    ['equal', 'equals'],
    ['eqauls', 'equals'],
    ['startswith', 'startsWith'],
    ['not_equals', 'notEquals'],
  ])('for %s is %s', (word, nearest) => {
    expect(nearestOf(word, known)).toBe(nearest);
  });

  it.each(['somethingElse', 'x'.repeat(100_000)])('is none for what resembles nothing', (word) => {
    expect(nearestOf(word, known)).toBeUndefined();
  });
});
