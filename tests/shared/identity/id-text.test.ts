import { describe, expect, it } from 'vitest';
import { idText } from '../../../shared/identity/id-text.ts';

describe('an id', () => {
  it.each([
    ['u-1', 'u-1'],
    [' U 1 ', ' U 1 '], // byte for byte
    [42, '42'],
    ['é'.repeat(127), 'é'.repeat(127)],
  ])('%j is the text %j', (value, text) => {
    expect(idText(value)).toBe(text);
  });

  it.each([
    '',
    '  ',
    'é'.repeat(128),
    'a\u0000b',
    '\ud800',
    1.5,
    2 ** 53,
    true,
    null,
    undefined,
    ['a'],
    { id: 1 },
  ])('is not %j', (value) => {
    expect(idText(value)).toBeUndefined();
  });
});
