import { describe, expect, it } from 'vitest';
import { isBlockedId } from '../../../shared/identity/blocked-id.ts';

describe('an id that names nobody', () => {
  it.each([
    ...['null', 'undefined', 'none', 'None', 'NaN', 'nil', '[object Object]', 'anonymous', 'guest', 'id'],
    ...['distinctid', 'distinct_id', 'email', 'not_authenticated', 'true', 'false', '0', '-1', 'unknown'],
    ...['test', 'void'],
    ...['"null"', "'null'", ' NULL ', ' "Guest" ', '""'], // quoted, spaced and shouted
    ...['0000', '----', '00000000-0000-0000-0000-000000000000'], // zero UUID and advertising id
    '02:00:00:00:00:00',
    '9774d56d682e549c',
    '9774D56D682E549C',
  ])('is %j', (id) => {
    expect(isBlockedId(id)).toBe(true);
  });

  it.each(['u-1', 'null-7', 'testuser', '10', 'a@b.c', 'é', '🦊', 'none of it', '0x0'])('is not %j', (id) => {
    expect(isBlockedId(id)).toBe(false);
  });
});
