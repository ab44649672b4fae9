import { createHmac } from 'node:crypto';
import type { IdentityKey } from '../identity/node-key.ts';

/** Events stay known for 24 h of stream retention plus 24 h of client retries. */
export const SEEN_MINUTES = 48 * 60;
export const SEEN_HOT_LIMIT = 128;
export const SEEN_PAGE_SIZE = 64;
const ID_BYTES = 8;
const ENTRY_BYTES = ID_BYTES + 4;

/** Recently applied messages: id (see seenId) to the epoch minute it was applied. A union, so order never matters. */
export type SeenSet = {
  entries: Map<string, number>;
  /** epoch minute until which some entries live in page items */
  spilledUntil: number;
};

/** Keyed hash of a messageId within its source: two sources may use the same ids. */
export function seenId(secret: IdentityKey, sourceId: string, messageId: string): string {
  const digest = createHmac('sha256', secret).update(`${sourceId}\u0000${messageId}`).digest();
  return digest.subarray(0, ID_BYTES).toString('base64url');
}

export function dropExpired(seen: SeenSet, nowMinute: number): void {
  for (const [id, minute] of seen.entries) if (minute <= nowMinute - SEEN_MINUTES) seen.entries.delete(id);
}

/** Takes the oldest entries out when too many are hot, for one page item in the same transaction. */
export function spillOldest(seen: SeenSet): Map<string, number> | undefined {
  if (seen.entries.size <= SEEN_HOT_LIMIT) return undefined;
  const oldest = [...seen.entries].sort((a, b) => a[1] - b[1]).slice(0, SEEN_PAGE_SIZE);
  for (const [id] of oldest) seen.entries.delete(id);
  const newest = Math.max(...oldest.map(([, minute]) => minute));
  seen.spilledUntil = Math.max(seen.spilledUntil, newest + SEEN_MINUTES);
  return new Map(oldest);
}

/** 8 bytes of id and 4 of minute each, newest last. */
export function encodeSeen(entries: ReadonlyMap<string, number>): Uint8Array {
  const bytes = Buffer.alloc(entries.size * ENTRY_BYTES);
  let offset = 0;
  for (const [id, minute] of entries) {
    bytes.set(Buffer.from(id, 'base64url'), offset);
    bytes.writeUInt32BE(minute, offset + ID_BYTES);
    offset += ENTRY_BYTES;
  }
  return bytes;
}

export function decodeSeen(packed: Uint8Array): Map<string, number> {
  const bytes = Buffer.from(packed.buffer, packed.byteOffset, packed.byteLength);
  const entries = new Map<string, number>();
  for (let offset = 0; offset < bytes.length; offset += ENTRY_BYTES)
    entries.set(
      bytes.toString('base64url', offset, offset + ID_BYTES),
      bytes.readUInt32BE(offset + ID_BYTES),
    );
  return entries;
}
