import type { Clock } from '../../clock.ts';

/** The virtual time as child processes take it over: an offset, or the instant at which the clock stands. */
export type VirtualTime = { readonly offsetMs: number; readonly standsAtMs: number | undefined };

/** Follows the clock, which stands while frozen and while it is moved. */
export function followClock(clock: Clock): () => VirtualTime {
  let standing = clock.frozen();
  clock.onChange((state) => {
    standing = state.frozen;
  });
  return () => ({ offsetMs: clock.offset(), standsAtMs: standing ? clock.now() : undefined });
}
