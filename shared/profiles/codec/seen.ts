import { createHmac } from 'node:crypto';
import type { IdentityKey } from '../../identity/node-key.ts';
import { byteReader, byteWriter } from '../../segments/values/bytes.ts';

/** Events stay known for 24 h of stream retention plus 24 h of client retries. */
export const SEEN_MINUTES = 48 * 60;
// the set that stays hot fits one write unit beside an ordinary profile
export const SEEN_HOT_LIMIT = 64;
export const SEEN_PAGE_SIZE = 32;
// a page costs three write units: fewer entries would not be worth it
const SMALLEST_PAGE = 16;
const ID_BYTES = 6;
const ENTRY_BYTES = ID_BYTES + 1;
// the first of an id's 8 characters name the message, 36 bits: that an event meets another one's among a full hot set is one
// in a thousand million, and then it is kept as failed; the others tell what it says, that it passes for a repeat takes both
const MESSAGE_CHARACTERS = 6;
const CONTENT_CHARACTERS = 2;

/** Recently applied messages: id (see seenId) to the epoch minute it was applied. A union, so order never matters. */
export type SeenSet = {
  entries: Map<string, number>;
  /** epoch minute until which some entries live in page items */
  spilledUntil: number;
};

/** An event as repeats are recognised: two sources may use the same ids; `content` is what a repeat says again. */
export type SeenMessage = { readonly sourceId: string; readonly messageId: string; readonly content: string };

export function seenId(secret: IdentityKey, { sourceId, messageId, content }: SeenMessage): string {
  const hash = (text: string) => createHmac('sha256', secret).update(text).digest('base64url');
  const message = hash(`${sourceId}\u0000${messageId}`).slice(0, MESSAGE_CHARACTERS);
  return message + hash(content).slice(0, CONTENT_CHARACTERS);
}

/** Whether two ids are of one source and messageId, whatever their events say. */
export const isSameMessage = (one: string, other: string): boolean =>
  one.startsWith(other.slice(0, MESSAGE_CHARACTERS));

export function dropExpired(seen: SeenSet, nowMinute: number): void {
  for (const [id, minute] of seen.entries) if (minute <= nowMinute - SEEN_MINUTES) seen.entries.delete(id);
}

/**
 * Takes the oldest entries out, for one page item in the same transaction: when too many are hot, or when they are what makes the
 * item reach beyond a write unit.
 */
export function spillOldest(seen: SeenSet, bytesBeyond: () => number): Map<string, number> | undefined {
  const count = countToSpill(seen.entries.size, bytesBeyond);
  if (count === 0) return undefined;
  const oldest = [...seen.entries].sort((a, b) => a[1] - b[1]).slice(0, count);
  for (const [id] of oldest) seen.entries.delete(id);
  const newest = Math.max(...oldest.map(([, minute]) => minute));
  seen.spilledUntil = Math.max(seen.spilledUntil, newest + SEEN_MINUTES);
  return new Map(oldest);
}

function countToSpill(hot: number, bytesBeyond: () => number): number {
  if (hot > SEEN_HOT_LIMIT) return SEEN_PAGE_SIZE;
  if (hot < SMALLEST_PAGE) return 0;
  const bytes = bytesBeyond();
  const count = Math.max(SMALLEST_PAGE, Math.ceil(bytes / ENTRY_BYTES));
  return bytes === 0 || count > hot ? 0 : count;
}

/** The oldest minute, then each entry as the minutes since the one before it and its id. */
export function encodeSeen(entries: ReadonlyMap<string, number>): Uint8Array {
  const writer = byteWriter();
  let before = 0;
  for (const [id, minute] of [...entries].sort(([, a], [, b]) => a - b)) {
    writer.count(minute - before);
    writer.base64(id);
    before = minute;
  }
  return writer.bytes();
}

export function decodeSeen(packed: Uint8Array): Map<string, number> {
  const reader = byteReader(packed);
  const entries = new Map<string, number>();
  for (let minute = 0; !reader.isAtEnd(); ) {
    minute += reader.count();
    entries.set(reader.base64(ID_BYTES), minute);
  }
  return entries;
}
