import type { ProfileWrite } from '../draft.ts';
import type { PriorStates } from './prior-states.ts';

/** What one write kept of its merges, under the profile it wrote; `expiresAt` in epoch seconds. */
export type StoredMerges = {
  readonly profileId: string;
  readonly parts: readonly string[];
  readonly merges: readonly PriorStates[];
  readonly expiresAt: number;
};

/** The port to what merges can be undone from. */
export type MergeStore = {
  /** all that is kept under these profile ids, read consistently */
  loadMerges(ids: readonly string[]): Promise<StoredMerges[]>;
  /** stores the writes of a split and removes what it undid, all or nothing; `conflict` when someone else wrote first */
  saveSplit(writes: readonly ProfileWrite[], undone: readonly StoredMerges[]): Promise<'saved' | 'conflict'>;
};
