import { describe, expect, it } from 'vitest';
import { nodeKey } from '../../../../shared/identity/node-key.ts';
import { mentions } from '../../../../shared/profiles/jobs/mentions.ts';

const identityKey = Buffer.from('a key for tests');
const keys = new Set([
  nodeKey(identityKey, 'user_id', '42'),
  nodeKey(identityKey, 'email', 'anna@x.de'),
  'anonymous_id:root',
]);

describe('what was posted', () => {
  it.each([
    ['an id as text', { userId: '42' }],
    ['an id as a number, deep down', { batch: [{ context: { id: 42 } }] }],
    // people write addresses in many ways
    ['an address in another case', { traits: { email: ' Anna@X.de' } }],
    ['the id of the profile itself', { profileId: 'anonymous_id:root' }],
  ])('names a person by %s', (_, posted) => {
    expect(mentions(posted, keys, identityKey)).toBe(true);
  });

  it.each([
    ['somebody else', { userId: '43', traits: { email: 'jan@x.de' } }],
    ['nobody', null],
    ['a text that contains an id', { note: 'call 42 back' }],
  ])('does not name a person by %s', (_, posted) => {
    expect(mentions(posted, keys, identityKey)).toBe(false);
  });

  it('may be nested deeper than calls can be', () => {
    let deep: unknown = { userId: '42' };
    for (let depth = 0; depth < 100_000; depth += 1) deep = [deep];

    expect(mentions(deep, keys, identityKey)).toBe(true);
  });
});
