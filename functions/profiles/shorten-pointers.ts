import { itemsOf, MAX_TRANSACTION_ITEMS, type ProfileWrite } from '../../shared/fold/draft.ts';
import type { PreparedEvent } from '../../shared/fold/world.ts';
import { longPointers } from '../../shared/identity/long-pointers.ts';
import { absorbedIn } from '../../shared/profiles/profile.ts';
import type { ProfileStore, ReadOptions } from '../../shared/profiles/profile-store.ts';
import type { Nodes } from './find-root.ts';

export type Read = {
  readonly events: readonly PreparedEvent[];
  readonly nodes: Nodes;
  readonly options: ReadOptions;
};

// each costs two write units; with the cap of 100 merges no way gets longer than this by much
const MOST_REPOINTED = 25;
// beyond it the reads of all further events cost more than a transaction now
const LONGEST_WAY = 3;

/**
 * Adds to a transaction the pointers that would lead to its profile over others: those that were read for its events, and after a
 * merge those of what was merged before. A single put stays one unless the way is long.
 */
export async function shortenPointers(
  profiles: ProfileStore,
  write: ProfileWrite,
  { events, nodes, options }: Read,
): Promise<ProfileWrite> {
  const merged = mergedBefore(write);
  const known =
    merged.length === 0 ? nodes : new Map([...nodes, ...(await profiles.loadNodes(merged, options))]);
  const read = events.flatMap(({ identifiers }) => identifiers.map(({ key }) => key));
  const long = longPointers([...read, ...merged], write.profile.id, targetIn(known, write));
  const isWorthIt = itemsOf(write) > 1 || long.some(({ hops }) => hops > LONGEST_WAY);
  if (!isWorthIt) return write;
  const room = Math.max(0, Math.min(MOST_REPOINTED, MAX_TRANSACTION_ITEMS - itemsOf(write)));
  return {
    ...write,
    repointed: long.slice(0, room).map(({ key, from }) => ({ key, from, erasedAt: erasedAtOf(known, key) })),
  };
}

function erasedAtOf(nodes: Nodes, key: string): number | undefined {
  const node = nodes.get(key);
  return node?.status === 'pointer' ? node.erasedAt : undefined;
}

/** What the profiles of a merge had absorbed themselves; nothing when the write merges nothing. */
function mergedBefore({ absorbed, cold }: ProfileWrite): string[] {
  const now = new Set(absorbed.map(({ id }) => id));
  if (now.size === 0 || !cold) return [];
  return absorbedIn(cold.part.mergeLog).filter((id) => !now.has(id));
}

/** Where each key will lead once this is written. */
function targetIn(nodes: Nodes, { profile, pointers, absorbed }: ProfileWrite) {
  const straight = new Set([...pointers, ...absorbed.map(({ id }) => id)]);
  return (key: string) => {
    if (straight.has(key)) return profile.id;
    const node = nodes.get(key);
    return node?.status === 'pointer' ? node.to : undefined;
  };
}
