import { describe, expect, it } from 'vitest';
import { normalizePhone } from '../../../../shared/identity/kinds/phone.ts';

describe('a phone number', () => {
  it.each([
    ['+4930901820', '+4930901820'],
    [' +1 (415) 555-2671 ', '+14155552671'],
    ['+33.1.42.68.53.00', '+33142685300'],
    ['+44 (0)20 7946 0958', '+442079460958'], // the zero is dialled inside the country only
    ['+49\u00a030\u201390\u201118\u201020', '+4930901820'], // no-break space and typographic hyphens
    ['+123456789012345', '+123456789012345'], // the longest there is
  ])('%j identifies as %s', (written, number) => {
    expect(normalizePhone(written)).toBe(number);
  });

  it.each([
    '030 901820', // anybody's without its country
    '0049 30 901820', // an American reads this as an extension
    '+0491234567', // no country begins with zero
    '+12345',
    '+1234567890123456',
    '+49 30 CALL-ME',
    '++4930901820',
    4_930_901_820,
    '',
    null,
  ])('%j identifies nobody', (written) => {
    expect(normalizePhone(written)).toBeUndefined();
  });
});
