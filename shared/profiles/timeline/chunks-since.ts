import type { LinkedChunk, TimelineReader } from '../profile-store.ts';

const CHUNKS_AT_ONCE = 100;

export type Stretch = { readonly heads: readonly string[]; readonly until: readonly string[] };

/** A chain from its heads back to `until`, oldest chunk first; `isWhole` unless one of them is gone. */
export async function chunksSince(
  timeline: TimelineReader,
  { heads, until }: Stretch,
): Promise<{ readonly chunks: readonly LinkedChunk[]; readonly isWhole: boolean }> {
  const read = new Map<string, LinkedChunk>();
  const chain = new Map<string, LinkedChunk>();
  const left = [...heads];
  let isWhole = true;
  for (let head = left.pop(); head !== undefined; head = left.pop()) {
    if (until.includes(head) || chain.has(head)) continue;
    if (!read.has(head))
      for (const chunk of await timeline.loadBack(head, CHUNKS_AT_ONCE)) read.set(chunk.head, chunk);
    const chunk = read.get(head);
    if (chunk) chain.set(head, chunk);
    else isWhole = false;
    left.push(...(chunk?.previous ?? []));
  }
  return { chunks: [...chain.values()].toReversed(), isWhole };
}
