import * as z from 'zod';

/** How far a backfill is in one shard: how many profiles it looked at, and wrote. */
export const shardProgressSchema = z.object({ looked: z.number(), written: z.number(), isDone: z.boolean() });
export type ShardProgress = z.infer<typeof shardProgressSchema>;

/** Everybody on the way to a definitions number, after something was published that decides about them. */
export type Backfill = {
  readonly number: number;
  /** the number that everybody was brought to before */
  readonly done: number;
  /** how many profiles there were then */
  readonly profiles: number;
  readonly shards: readonly ShardProgress[];
};

/** The port to the one backfill there is; a newer number takes over, and whoever carries out an older one is told. */
export type BackfillStore = {
  load(): Promise<Backfill>;
  begin(number: number, shards: number): Promise<Outcome>;
  note(number: number, shard: number, progress: ShardProgress): Promise<Outcome>;
  finish(number: number, profiles: number): Promise<Outcome>;
};
type Outcome = 'saved' | 'superseded';

/** Carries backfills out. */
export type BackfillEngine = {
  /** to a number that is reached, or on its way, changes nothing; one that failed is tried once more */
  start(number: number): Promise<void>;
  loadFailure(): Promise<BackfillFailure | undefined>;
};

/** How the last try to bring everybody to a definitions number ended, when that was before its time. */
export type BackfillFailure = {
  readonly number: number;
  readonly at: string | undefined;
  readonly why: string;
};

/** Nobody was ever brought anywhere. */
export const noBackfill: Backfill = { number: 0, done: 0, profiles: 0, shards: [] };

export const untouched: ShardProgress = { looked: 0, written: 0, isDone: false };

const PROFILES_A_SHARD = 10_000;
const FEWEST_SHARDS = 4;
const MOST_SHARDS = 100;

/** Enough that a shard is done in minutes: by how many profiles there were last time. */
export function shardsFor(profiles: number): number {
  const wanted = Math.ceil(profiles / PROFILES_A_SHARD);
  return Math.min(Math.max(wanted, FEWEST_SHARDS), MOST_SHARDS);
}

// until a shard says so, it is not done
const ALMOST = 0.99;

/** How much of it is done, 0 to 1: whole shards, and within a shard by how many profiles there were last time. */
export function backfillProgress({ profiles, shards }: Backfill): number {
  const expected = profiles / shards.length;
  const parts = shards.map(({ looked, isDone }) => (isDone ? 1 : partOf(looked, expected)));
  const sum = parts.reduce((total, part) => total + part, 0);
  return shards.length === 0 ? 0 : Math.round((sum / shards.length) * 100) / 100;
}

const partOf = (looked: number, expected: number): number =>
  expected === 0 ? 0 : Math.min(looked / expected, ALMOST);

export type BackfillStatus =
  | { readonly status: 'live' }
  | { readonly status: 'backfilling'; readonly progress: number }
  | { readonly status: 'failed'; readonly progress: number; readonly failure: Failure };
type Failure = Pick<BackfillFailure, 'at' | 'why'> & { readonly next: string };

const NEXT = 'publish it again, unchanged or not; the log of wake-profiles says more';

/** Whether everybody has met what was published with this number. */
export function backfillStatus(backfill: Backfill, since: number, failure?: BackfillFailure): BackfillStatus {
  if (backfill.done >= since) return { status: 'live' };
  const progress = backfill.number >= since ? backfillProgress(backfill) : 0;
  if (failure === undefined || failure.number < since) return { status: 'backfilling', progress };
  return { status: 'failed', progress, failure: { at: failure.at, why: failure.why, next: NEXT } };
}
