import type { StreamEvent } from '../../events/stream-event.ts';
import type { KeyedIdentifier } from '../identity/identifier.ts';
import type { Group } from '../profiles/belonging/group.ts';
import type { Tombstone } from '../profiles/jobs/tombstone.ts';
import type { ColdPart, Profile } from '../profiles/profile.ts';

/**
 * An identity node as stored: the root of a union-find tree holds the profile, a pointer leads towards it, an erased one leads
 * nowhere until somebody uses the identifier again.
 */
export type LoadedNode =
  | { readonly status: 'root'; readonly profile: Profile }
  // erasedAt: what the key named before was erased then
  | { readonly status: 'pointer'; readonly to: string; readonly erasedAt?: number | undefined }
  | { readonly status: 'erased'; readonly tombstone: Tombstone };

/** One page of spilled seen entries; `expiresAt` in epoch seconds. */
export type SeenPage = { readonly entries: ReadonlyMap<string, number>; readonly expiresAt: number };

/** Everything read before a fold. A key that is missing from `nodes` was looked up and does not exist. */
export type World = {
  readonly nodes: ReadonlyMap<string, LoadedNode>;
  readonly cold: ReadonlyMap<string, ColdPart>;
  readonly pages: ReadonlyMap<string, readonly SeenPage[]>;
  /** past events of the roots whose windows are older than the definitions */
  readonly history: ReadonlyMap<string, readonly StreamEvent[]>;
  /** groups that events name or definitions ask for, by key */
  readonly groups: ReadonlyMap<string, Group>;
};

/** An event ready to fold. `at` is its timestamp in epoch ms, `identifiers` stand in priority order, never empty. */
export type PreparedEvent = {
  readonly event: StreamEvent;
  readonly at: number;
  readonly seenId: string;
  readonly identifiers: readonly KeyedIdentifier[];
  /** the push token it came from, with the short form a profile knows it by */
  readonly device?: { readonly token: string; readonly link: string } | undefined;
  /** the group it names, with the key of the group's item */
  readonly group?: { readonly id: string; readonly key: string } | undefined;
};

// a profile is merged a hundred times by default, and no way is longer than its merges
const MAX_HOPS = 128;

/** Follows pointers to the key of the root, or of the tombstone; undefined when the chain ends at a node that does not exist. */
export function rootKeyOf(nodes: ReadonlyMap<string, LoadedNode>, key: string): string | undefined {
  let current = key;
  for (let hop = 0; hop < MAX_HOPS; hop += 1) {
    const node = nodes.get(current);
    if (!node) return undefined;
    if (node.status !== 'pointer') return current;
    current = node.to;
  }
  throw new Error(`identity pointers from ${key} do not end within ${MAX_HOPS} hops`);
}
