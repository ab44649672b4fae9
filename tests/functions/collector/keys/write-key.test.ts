import { describe, expect, it } from 'vitest';
import { writeKeyOf } from '../../../../functions/collector/keys/write-key.ts';
import { Refusal } from '../../../../functions/collector/refusal.ts';
import { gatewayEvent } from '../../../support/collector/collector.ts';

const basic = (user: string) => ({ authorization: `Basic ${Buffer.from(user).toString('base64')}` });

function keyOf(headers: Record<string, string>, query: string, carriers: readonly unknown[]) {
  const key = writeKeyOf(gatewayEvent({ headers, query }), carriers);
  return key instanceof Refusal ? `${key.status} ${key.code}` : key;
}

describe('the write key of a request', () => {
  it.each([
    ['a header', { 'x-write-key': 'k' }, '', [{}], 'k'],
    ['Basic with a colon', basic('k:'), '', [{}], 'k'],
    ['Basic without one', basic('k'), '', [{}], 'k'],
    ['Basic with a password, which says nothing', basic('k:secret'), '', [{}], 'k'],
    ['basic in small letters', { authorization: `basic ${btoa('k:')}` }, '', [{}], 'k'],
    ['the query', {}, 'x=1&writeKey=k', [{}], 'k'],
    ['the envelope', {}, '', [{ writeKey: 'k' }], 'k'],
    ['an item', {}, '', [{}, { writeKey: 'k' }, null, 7], 'k'],
    ['everywhere the same', { 'x-write-key': 'k', ...basic('k:') }, 'writeKey=k', [{ writeKey: 'k' }], 'k'],
    ['another scheme, which says nothing', { authorization: 'Bearer token' }, '', [{ writeKey: 'k' }], 'k'],
    ['no user in Basic', basic(':'), '', [{ writeKey: 'k' }], 'k'],
    ['a masked key beside the real one', { 'x-write-key': 'k' }, '', [{ writeKey: 'k:***' }], 'k'],
    ['a key with a space stays another', basic('k '), '', [{}], 'k '],
    ['nowhere', {}, '', [{}], '401 missing_write_key'],
    ['only masked', {}, '', [{ writeKey: '***' }], '401 missing_write_key'],
    ['a number', {}, '', [{ writeKey: 7 }], '401 missing_write_key'],
    ['header and body disagree', { 'x-write-key': 'k' }, '', [{ writeKey: 'b' }], '401 write_keys_differ'],
    ['items disagree', {}, '', [{}, { writeKey: 'k' }, { writeKey: 'b' }], '401 write_keys_differ'],
  ])('may stand in: %s', (_reason, headers, query, carriers, expected) => {
    expect(keyOf(headers, query, carriers)).toBe(expected);
  });

  it('is nothing any source has when Basic cannot be read', () => {
    expect(keyOf({ authorization: 'Basic %%%' }, '', [{}])).toBe('');
    expect(keyOf({ authorization: 'Basic %%%' }, '', [{ writeKey: 'k' }])).toBe('401 write_keys_differ');
  });
});
