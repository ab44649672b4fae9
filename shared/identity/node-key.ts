import { createHmac, type KeyObject } from 'node:crypto';

/** The secret that identifiers and messages are hashed with. A KeyObject is several times faster than bytes. */
export type IdentityKey = KeyObject | Uint8Array;

const KEY_CHARACTERS = 22; // 132 bits of the HMAC: collisions are out of reach, keys stay short

/** Key of an identity node: `<type>:<22 base64url characters>`. Keyed, so that no personal data stands in a table key. */
export function nodeKey(secret: IdentityKey, type: string, value: string): string {
  const digest = createHmac('sha256', secret).update(`${type}:${value}`).digest('base64url');
  return `${type}:${digest.slice(0, KEY_CHARACTERS)}`;
}

/** Key of a group's item. A colon ends a type, so that no identifier can have this key. */
export function groupKey(secret: IdentityKey, groupId: string): string {
  return nodeKey(secret, 'group:', groupId);
}

const LINK_CHARACTERS = 8; // 48 bits: enough to tell the identifiers of one profile apart
export const LINK_BYTES = 6;

/** The short form under which a profile remembers that an identifier is its own. */
export function linkOf(key: string): string {
  const start = key.lastIndexOf(':') + 1; // a digest has no colon, a type may
  return key.slice(start, start + LINK_CHARACTERS);
}
