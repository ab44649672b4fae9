import * as z from 'zod';
import { type BackfillStore, shardsFor } from '../../shared/profiles/memberships/backfill.ts';
import type { RootScan } from '../../shared/profiles/profile-store.ts';
import { mapLimited } from '../lib/map-limited.ts';
import type { FoldDependencies } from '../profiles/fold-group.ts';
import { touchProfile } from '../profiles/wake-profiles.ts';

export type BackfillDependencies = FoldDependencies & {
  readonly backfills: BackfillStore;
  readonly scan: RootScan;
};

const shardSchema = z.object({
  number: z.number(),
  shard: z.number(),
  of: z.number(),
  cursor: z.string().optional(),
  looked: z.number(),
  written: z.number(),
});
type Shard = z.infer<typeof shardSchema>;

/** What the state machine asks for: which shards, one of them, and whether that was all. */
export const backfillTaskSchema = z.discriminatedUnion('task', [
  z.object({ task: z.literal('plan'), number: z.number() }),
  z.object({ task: z.literal('touch'), shard: shardSchema }),
  z.object({ task: z.literal('finish'), number: z.number(), waitedSeconds: z.number() }),
]);
export type BackfillTask = z.infer<typeof backfillTaskSchema>;

/** The shards to go through next, after a while; none when it is done, or another one took over. */
type Round = { readonly number: number; readonly waitSeconds: number; readonly shards: readonly Shard[] };

export function backfillProfiles(
  dependencies: BackfillDependencies,
  task: BackfillTask,
): Promise<Round | Shard> {
  switch (task.task) {
    case 'plan':
      return plan(dependencies, task.number);
    case 'touch':
      return touch(dependencies, task.shard);
    case 'finish':
      return finish(dependencies, task);
  }
}

async function plan({ backfills }: BackfillDependencies, number: number): Promise<Round> {
  const of = shardsFor((await backfills.load()).profiles);
  const outcome = await backfills.begin(number, of);
  return { number, waitSeconds: 0, shards: outcome === 'saved' ? shardsOf(number, of) : [] };
}

const shardsOf = (number: number, of: number): readonly Shard[] =>
  Array.from({ length: of }, (_, shard) => ({ number, shard, of, looked: 0, written: 0 }));

// a call ends long before its time is over; the state machine makes the next
const PAGES_A_CALL = 5;

async function touch(dependencies: BackfillDependencies, from: Shard): Promise<Shard> {
  let place = from;
  for (let page = 0; page < PAGES_A_CALL; page += 1) {
    const next = await touchPage(dependencies, place);
    const { number, shard, looked, written, cursor } = next;
    const progress = { looked, written, isDone: cursor === undefined };
    const outcome = await dependencies.backfills.note(number, shard, progress);
    if (outcome === 'superseded') return { ...next, cursor: undefined };
    if (cursor === undefined) return next;
    place = next;
  }
  return place;
}

const PROFILES_AT_ONCE = 16;

/** Whoever has met the definitions already, by an event or by a call that died, is left alone. */
async function touchPage(dependencies: BackfillDependencies, place: Shard): Promise<Shard> {
  const { roots, cursor } = await dependencies.scan.scanRoots(place, place.cursor);
  // read for each page: what was published meanwhile is met at once
  const rules = await dependencies.loadRules();
  const older = roots.filter(({ definitions }) => definitions < place.number);
  const touched = await mapLimited(older, PROFILES_AT_ONCE, (root) =>
    touchProfile(dependencies, root, rules),
  );
  return {
    ...place,
    cursor,
    looked: place.looked + roots.length,
    written: place.written + touched.filter(Boolean).length,
  };
}

// whoever folds events knows the definitions of the beginning of its batch, and is done after its 120 seconds
const STRAGGLERS_SECONDS = 150;

/**
 * Everybody who was there has met the definitions. A batch that began before they were published may have made a profile behind
 * the scan: a second round, which finds everybody else done, looks for these.
 */
async function finish(
  { backfills }: BackfillDependencies,
  { number, waitedSeconds }: Extract<BackfillTask, { task: 'finish' }>,
): Promise<Round> {
  const over: Round = { number, waitSeconds: 0, shards: [] };
  if (waitedSeconds > 0) return over;
  const { shards } = await backfills.load();
  const profiles = shards.reduce((sum, { looked }) => sum + looked, 0);
  if ((await backfills.finish(number, profiles)) === 'superseded') return over;
  return { number, waitSeconds: STRAGGLERS_SECONDS, shards: shardsOf(number, shards.length) };
}
