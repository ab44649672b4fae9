import type { StreamEvent } from '../../events/stream-event.ts';
import type { ProfileWrite } from '../fold/draft.ts';
import type { LoadedNode, SeenPage } from '../fold/world.ts';
import type { Group, GroupWrite } from './belonging/group.ts';
import type { ColdPart, Profile } from './profile.ts';

export type ReadOptions = { readonly consistent: boolean };

/** The port to identity nodes and the profiles on them. Keys that do not exist are missing from the answers. */
export type ProfileStore = {
  loadNodes(keys: readonly string[], options: ReadOptions): Promise<Map<string, LoadedNode>>;
  loadCold(ids: readonly string[], options: ReadOptions): Promise<Map<string, ColdPart>>;
  /** groups by key, each key answered, always read consistently */
  loadGroups(keys: readonly string[]): Promise<Map<string, Group>>;
  /** pages of spilled dedup entries that expire at `since` (epoch seconds) or later, always read consistently */
  loadPages(id: string, since: number): Promise<SeenPage[]>;
  /** stores everything or nothing; `conflict` when someone else wrote first: read again and decide again */
  save(write: ProfileWrite): Promise<'saved' | 'conflict'>;
  /** stores a group over the version before; `conflict` as above */
  saveGroup(write: GroupWrite): Promise<'saved' | 'conflict'>;
};

/** A root that is to be forgotten, as it was read. */
export type Erasure = {
  readonly profile: Profile;
  readonly erasedAt: number;
  /** pointers that lead to it, and where each led */
  readonly pointers: readonly { readonly key: string; readonly to: string }[];
};

/** The port that leaves tombstones: under every pointer, and with the last of them under the root, whose cold part goes. */
export type ProfileEraser = {
  /** `conflict` when anything changed since it was read: read again and decide again */
  erase(erasure: Erasure): Promise<'saved' | 'conflict'>;
};

/** The port to who is in a group, some at a time. */
export type GroupMembers = { list(key: string): AsyncIterable<readonly string[]> };

/** The n-th of so many parts of all profiles; a profile is always in the same one. */
export type RootShard = { readonly shard: number; readonly of: number };

/** Some roots as they stood a moment ago, and where the shard goes on. */
export type RootPage = { readonly roots: readonly Profile[]; readonly cursor: string | undefined };

/** The port to everybody, a shard and a page at a time. */
export type RootScan = { scanRoots(shard: RootShard, cursor?: string): Promise<RootPage> };

/** What happened, as the timeline keeps it: as it came on the stream. */
export type TimelineEvent = StreamEvent;

/** One chunk with the chunks before it: several where profiles merged. */
export type LinkedChunk = {
  readonly head: string;
  readonly previous: readonly string[];
  readonly events: readonly TimelineEvent[];
};

/** The port to what happened. A head names a chunk: `<profileId>|<chunk>`. */
export type TimelineStore = {
  /** stores the events of one write after `previousHeads` and answers the new head */
  append(write: ProfileWrite): Promise<string>;
  /** all events reachable from the heads, each once, oldest first, read consistently */
  load(heads: readonly string[]): Promise<StreamEvent[]>;
  /** the events of one chunk; none when it is gone */
  loadChunk(head: string): Promise<StreamEvent[]>;
};

/** The port to what happened, a piece at a time. */
export type TimelineReader = {
  /** at most `most` chunks of the head's profile from the head back, newest first; some may hang in no chain */
  loadBack(head: string, most: number): Promise<LinkedChunk[]>;
};

/** The port to timers: profiles to wake in a minute. Arming twice is the same as once. */
export type TimerStore = {
  arm(minute: number, profileId: string): Promise<void>;
  due(minute: number): Promise<string[]>;
};
