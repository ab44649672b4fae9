import { createHash } from 'node:crypto';
import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { RETENTION_DAYS } from '../../duration.ts';
import type { FlatItem } from '../codec/flat-item.ts';
import type { LinkedChunk, TimelineEvent } from '../profile-store.ts';

// an item holds 400 KB; keys and links need room beside the events
const MAX_CHUNK_BYTES = 350_000;
// what zlib sets aside before it knows: its usual 16 KB costs more than to compress a few events
const OUTPUT_BYTES = 4_096;
const RETENTION_SECONDS = RETENTION_DAYS * 86_400;
const VERSION_DIGITS = 10;

/** One item of the timeline: the events of one write, compressed, and the chunks before it. */
export type Chunk = FlatItem & { readonly profileId: string; readonly chunk: string };

type ChunkInput = {
  readonly profileId: string;
  readonly version: number;
  readonly events: readonly TimelineEvent[];
  readonly previousHeads: readonly string[];
};

/** One chunk, or a chain of several when the events do not fit one item. The same write always makes the same keys. */
export function encodeChunks(input: ChunkInput): Chunk[] {
  const chunks: Chunk[] = [];
  let previous = input.previousHeads.join(' ');
  for (const group of split(input.events)) {
    const chunk = `${String(input.version).padStart(VERSION_DIGITS, '0')}#${hashOf(group.events, previous)}`;
    chunks.push({
      profileId: input.profileId,
      chunk,
      ...(previous ? { previous } : {}),
      events: group.bytes,
      expiresAt: expiryOf(group.events),
    });
    previous = headOf({ profileId: input.profileId, chunk });
  }
  return chunks;
}

/** How a chunk is named by the root or the chunk after it. */
export function headOf({ profileId, chunk }: Pick<Chunk, 'profileId' | 'chunk'>): string {
  return `${profileId}|${chunk}`;
}

/** The key behind such a name. */
export function keyOfHead(head: string): { profileId: string; chunk: string } {
  const [profileId = '', chunk = ''] = head.split('|');
  return { profileId, chunk };
}

/** A chunk as it hangs in its chain. */
export function linkedChunk(item: FlatItem): LinkedChunk {
  return {
    head: headOf({ profileId: String(item.profileId), chunk: String(item.chunk) }),
    previous: typeof item.previous === 'string' ? item.previous.split(' ') : [],
    events: decodeChunk(item),
  };
}

// written by encodeChunks from events that had passed the stream's schema
export function decodeChunk(item: FlatItem): TimelineEvent[] {
  if (!(item.events instanceof Uint8Array)) throw new Error(`timeline chunk ${item.chunk} holds no events`);
  return JSON.parse(inflateRawSync(item.events).toString());
}

type Group = { readonly events: readonly TimelineEvent[]; readonly bytes: Uint8Array };

function split(events: readonly TimelineEvent[]): Group[] {
  const bytes = deflateRawSync(JSON.stringify(events), { chunkSize: OUTPUT_BYTES });
  if (bytes.length <= MAX_CHUNK_BYTES || events.length === 1) return [{ events, bytes }];
  const middle = events.length >> 1;
  return [...split(events.slice(0, middle)), ...split(events.slice(middle))];
}

// with the links: two merges may decide on the same events, and the one that lost must not write over what the other links
function hashOf(events: readonly TimelineEvent[], previous: string): string {
  const hash = createHash('sha256').update(previous);
  for (const event of events) hash.update(`${event.source.id}\u0000${event.messageId}\u0000`);
  return hash.digest('base64url').slice(0, 8);
}

function expiryOf(events: readonly TimelineEvent[]): number {
  const newest = Math.max(...events.map((event) => Date.parse(event.receivedAt)));
  return Math.floor(newest / 1_000) + RETENTION_SECONDS;
}
