import { describe, expect, it } from 'vitest';
import { didYouMean, nearestOf } from '../../shared/nearest.ts';

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

  it.each([
    ['equal', ', did you mean `equals`?'],
    ['somethingElse', ''],
    [5, ''],
  ])('ends the refusal of %s by %j', (word, ending) => {
    expect(didYouMean(word, known)).toBe(ending);
  });
});
