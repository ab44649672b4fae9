import {
  type Backfill,
  type BackfillEngine,
  type BackfillFailure,
  type BackfillStore,
  noBackfill,
  type ShardProgress,
  untouched,
} from '../../../shared/profiles/memberships/backfill.ts';

/** The port to the backfill in memory, with the checks of the DynamoDB adapter. */
export class MemoryBackfills implements BackfillStore, BackfillEngine {
  backfill: Backfill = noBackfill;
  failure: BackfillFailure | undefined;

  /** As a backfill of nobody: over at once. */
  async start(number: number): Promise<void> {
    await this.begin(number, 1);
    await this.finish(number, 0);
  }

  async loadFailure(): Promise<BackfillFailure | undefined> {
    return this.failure;
  }

  async load(): Promise<Backfill> {
    return this.backfill;
  }

  async begin(number: number, shards: number): ReturnType<BackfillStore['begin']> {
    const { number: present, done } = this.backfill;
    if (present > number || done >= number) return 'superseded';
    this.backfill = { ...this.backfill, number, shards: Array.from({ length: shards }, () => untouched) };
    return 'saved';
  }

  note(number: number, shard: number, progress: ShardProgress): ReturnType<BackfillStore['note']> {
    const { shards } = this.backfill;
    return this.#update(number, { shards: shards.map((one, index) => (index === shard ? progress : one)) });
  }

  finish(number: number, profiles: number): ReturnType<BackfillStore['finish']> {
    return this.#update(number, { done: number, profiles });
  }

  async #update(number: number, changes: Partial<Backfill>): Promise<'saved' | 'superseded'> {
    if (this.backfill.number !== number) return 'superseded';
    this.backfill = { ...this.backfill, ...changes };
    return 'saved';
  }
}
