import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { FlatItem } from './codec/flat-item.ts';

// an item holds 400 KB; keys and links need room beside the events
const MAX_CHUNK_BYTES = 350_000;
const RETENTION_SECONDS = 395 * 86_400;
const VERSION_DIGITS = 10;

/** One item of the timeline: the events of one write, compressed, and the chunks before it. */
export type Chunk = FlatItem & { readonly profileId: string; readonly chunk: string };

type ChunkInput = {
  readonly profileId: string;
  readonly version: number;
  readonly events: readonly StreamEvent[];
  readonly previousHeads: readonly string[];
};

/** One chunk, or a chain of several when the events do not fit one item. The same write always makes the same keys. */
export function encodeChunks(input: ChunkInput): Chunk[] {
  const chunks: Chunk[] = [];
  let previous = input.previousHeads.join(' ');
  for (const group of split(input.events)) {
    const chunk = `${String(input.version).padStart(VERSION_DIGITS, '0')}#${hashOf(group.events)}`;
    chunks.push({
      profileId: input.profileId,
      chunk,
      ...(previous ? { previous } : {}),
      events: group.bytes,
      expiresAt: expiryOf(group.events),
    });
    previous = `${input.profileId}|${chunk}`;
  }
  return chunks;
}

// written by encodeChunks from events that had passed the stream's schema
export function decodeChunk(item: FlatItem): StreamEvent[] {
  if (!(item.events instanceof Uint8Array)) throw new Error(`timeline chunk ${item.chunk} holds no events`);
  return JSON.parse(inflateRawSync(item.events).toString());
}

type Group = { readonly events: readonly StreamEvent[]; readonly bytes: Uint8Array };

function split(events: readonly StreamEvent[]): Group[] {
  const bytes = deflateRawSync(JSON.stringify(events));
  if (bytes.length <= MAX_CHUNK_BYTES || events.length === 1) return [{ events, bytes }];
  const middle = events.length >> 1;
  return [...split(events.slice(0, middle)), ...split(events.slice(middle))];
}

function hashOf(events: readonly StreamEvent[]): string {
  const hash = createHash('sha256');
  for (const event of events) hash.update(`${event.source.id}\u0000${event.messageId}\u0000`);
  return hash.digest('base64url').slice(0, 8);
}

function expiryOf(events: readonly StreamEvent[]): number {
  const newest = Math.max(...events.map((event) => Date.parse(event.receivedAt)));
  return Math.floor(newest / 1_000) + RETENTION_SECONDS;
}
