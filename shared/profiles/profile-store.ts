import type { StreamEvent } from '../../events/stream-event.ts';
import type { ProfileWrite } from '../fold/draft.ts';
import type { LoadedNode, SeenPage } from '../fold/world.ts';
import type { ColdPart } from './profile.ts';

export type ReadOptions = { readonly consistent: boolean };

/** The port to identity nodes and the profiles on them. Keys that do not exist are missing from the answers. */
export type ProfileStore = {
  loadNodes(keys: readonly string[], options: ReadOptions): Promise<Map<string, LoadedNode>>;
  loadCold(ids: readonly string[], options: ReadOptions): Promise<Map<string, ColdPart>>;
  /** pages of spilled dedup entries, always read consistently */
  loadPages(id: string): Promise<SeenPage[]>;
  /** stores everything or nothing; `conflict` when someone else wrote first: read again and decide again */
  save(write: ProfileWrite): Promise<'saved' | 'conflict'>;
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

/** The port to timers: profiles to wake in a minute. Arming twice is the same as once. */
export type TimerStore = {
  arm(minute: number, profileId: string): Promise<void>;
  due(minute: number): Promise<string[]>;
};
