import { createHmac } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { isSignedId, sourceSecret } from '../../../shared/identity/source-secret.ts';

const key = Buffer.from('identity key');
const site = { id: 'site', secretGeneration: 3 };
const sign = (userId: string, secret: string) => createHmac('sha256', secret).update(userId).digest('hex');
const signature = sign('anna', sourceSecret(key, site));

describe('the secret of a source', () => {
  it('is its own, of its generation, and the same whenever it is asked for', () => {
    const secrets = [
      sourceSecret(key, site),
      sourceSecret(key, { ...site, id: 'app' }),
      sourceSecret(key, { ...site, secretGeneration: 4 }),
      sourceSecret(Buffer.from('another key'), site),
    ];

    expect(new Set(secrets).size).toBe(4);
    expect(sourceSecret(key, site)).toBe(secrets[0]);
  });

  it.each([
    ['its server signed', 'anna', signature, true],
    ['its server signed, in capitals', 'anna', signature.toUpperCase(), true],
    ['its server signed under the generation before', 'anna', oldSignature(2), true],
    ['its server signed long ago', 'anna', oldSignature(1), false],
    ['its server will sign', 'anna', oldSignature(4), false],
    ['is another', 'berta', signature, false],
    ['is missing', undefined, signature, false],
    ['another source signed', 'anna', sign('anna', sourceSecret(key, { ...site, id: 'app' })), false],
    ['has half a signature', 'anna', signature.slice(0, 32), false],
    ['has a longer signature', 'anna', `${signature}00`, false],
    ['has an empty signature', 'anna', '', false],
    ['has no text for a signature', 'anna', [signature], false],
  ])('vouches for a user id that %s: %s', (_what, userId, given, expected) => {
    expect(isSignedId(key, site, { userId, signature: given })).toBe(expected);
  });
});

function oldSignature(secretGeneration: number): string {
  return sign('anna', sourceSecret(key, { ...site, secretGeneration }));
}
