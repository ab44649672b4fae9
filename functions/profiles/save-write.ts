import type { ProfileWrite } from '../../shared/fold/draft.ts';
import type { ProfileStore, TimelineStore, TimerStore } from '../../shared/profiles/profile-store.ts';

export type WriteStores = {
  readonly profiles: ProfileStore;
  readonly timeline: TimelineStore;
  readonly timers: TimerStore;
};

/**
 * Chunk and timer first, the root last: a crash in between leaves a chunk nobody points to and a timer that finds nothing
 * to do, and the repeat does the whole again.
 */
export async function saveWrite(stores: WriteStores, write: ProfileWrite): Promise<'saved' | 'conflict'> {
  await saveBeside(stores, write);
  return stores.profiles.save(write);
}

/** What stands beside the profile: the chunk of its events, and its timer. */
export async function saveBeside(
  { timeline, timers }: Pick<WriteStores, 'timeline' | 'timers'>,
  write: ProfileWrite,
): Promise<void> {
  const { profile, events, timerMinute } = write;
  const [head] = await Promise.all([
    events.length > 0 ? timeline.append(write) : undefined,
    timerMinute === undefined ? undefined : timers.arm(timerMinute, profile.id),
  ]);
  if (head !== undefined) profile.heads = [head];
}
