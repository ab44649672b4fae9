import { describe, expect, it } from 'vitest';
import { smsSizeOf } from '../../../../shared/messaging/channels/sms-parts.ts';

describe('the size of an SMS', () => {
  it.each<[string, string, string, number]>([
    ['nothing', '', 'GSM-7', 1],
    ['160 letters', 'a'.repeat(160), 'GSM-7', 1],
    ['161 letters', 'a'.repeat(161), 'GSM-7', 2],
    ['306 letters', 'a'.repeat(306), 'GSM-7', 2],
    ['307 letters', 'a'.repeat(307), 'GSM-7', 3],
    ['80 letters that count twice', '€'.repeat(80), 'GSM-7', 1],
    ['81 of them', '€'.repeat(81), 'GSM-7', 2],
    // 152 + 2 do not fit 153: the letter is not cut, the part ends early
    ['a double letter on the seam', `${'a'.repeat(152)}€${'a'.repeat(152)}`, 'GSM-7', 3],
    ['letters of western Europe', 'äöüßñàéèìòù', 'GSM-7', 1],
    ['70 letters of Polish', 'ż'.repeat(70), 'UCS-2', 1],
    ['71 of them', 'ż'.repeat(71), 'UCS-2', 2],
    ['one Polish letter among 100', `${'a'.repeat(99)}ż`, 'UCS-2', 2],
    ['35 emoji', '🛒'.repeat(35), 'UCS-2', 1],
    ['36 emoji', '🛒'.repeat(36), 'UCS-2', 2],
    // 33 emoji are 66 units: the 34th does not fit 67
    ['67 emoji', '🛒'.repeat(67), 'UCS-2', 3],
    ['a backtick', '`', 'UCS-2', 1],
  ])('of %s', (_, text, encoding, parts) => {
    expect(smsSizeOf(text)).toEqual({ encoding, parts });
  });
});
