import type { TimelineEvent, TimelineReader } from '../profile-store.ts';
import { newestPosition } from './line-position.ts';
import { readLine } from './read-line.ts';

export type GatheredEvidence = {
  readonly events: readonly TimelineEvent[];
  /** where the reading stopped: what was received before is not among them; absent when all that is kept was read */
  readonly readBackTo?: string;
};

// some seconds of reading at most
const MOST_CHUNKS = 5_000;
const MOST_EVENTS = 10_000;

/** The wanted events of a whole line, newest received first, each once. */
export async function gatherEvidence(
  reader: TimelineReader,
  heads: readonly string[],
  isWanted: (event: TimelineEvent) => boolean,
): Promise<GatheredEvidence> {
  let readBackTo: string | undefined;
  const { events, next } = await readLine(reader, {
    from: newestPosition(heads),
    limit: MOST_EVENTS,
    mostChunks: MOST_CHUNKS,
    mostRemembered: 0,
    isWanted: (event) => {
      readBackTo = event.receivedAt;
      return isWanted(event);
    },
    isEnd: () => false,
  });
  return next === undefined || readBackTo === undefined ? { events } : { events, readBackTo };
}
