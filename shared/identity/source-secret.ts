import { createHmac, timingSafeEqual } from 'node:crypto';
import type { IdentityKey } from './node-key.ts';

/** The generation counts the secrets a source has had. */
export type SecretHolder = { readonly id: string; readonly secretGeneration: number };

// node keys are hashes of `type:value`; this has no colon, so no identifier is ever hashed into this key
const PURPOSE = 'tributary source secret v1';
const HEX_SHA256 = /^[0-9a-f]{64}$/i;

/** What a site's server signs user ids with. Derived, so that it is stored nowhere. */
export function sourceSecret(identityKey: IdentityKey, { id, secretGeneration }: SecretHolder): string {
  const key = createHmac('sha256', identityKey).update(PURPOSE).digest();
  return createHmac('sha256', key)
    .update(JSON.stringify([id, secretGeneration]))
    .digest('base64url');
}

export type SignedId = { readonly userId: string | undefined; readonly signature: unknown };

/** Whether the site's server vouches for a user id: the hexadecimal HMAC-SHA256 of it by the source's secret, or by the one before. */
export function isSignedId(
  identityKey: IdentityKey,
  source: SecretHolder,
  { userId, signature }: SignedId,
): boolean {
  if (userId === undefined || typeof signature !== 'string' || !HEX_SHA256.test(signature)) return false;
  const given = Buffer.from(signature, 'hex');
  const { id, secretGeneration: latest } = source;
  return [latest, latest - 1].some((secretGeneration) => {
    const secret = sourceSecret(identityKey, { id, secretGeneration });
    return timingSafeEqual(given, createHmac('sha256', secret).update(userId).digest());
  });
}
