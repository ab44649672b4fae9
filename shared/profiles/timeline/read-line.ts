import type { LinkedChunk, TimelineEvent, TimelineReader } from '../profile-store.ts';
import type { LinePosition } from './line-position.ts';
import { ShownEvents } from './shown-events.ts';

export type LineRequest = {
  readonly from: LinePosition;
  readonly limit: number;
  /** how many chunks to go through at most: what matches little must not read a life at once */
  readonly mostChunks: number;
  /** how many shown events the next position remembers where the line is forked */
  readonly mostRemembered: number;
  isWanted(event: TimelineEvent): boolean;
  /** nothing wanted lies in this chunk or behind it */
  isEnd(chunk: LinkedChunk): boolean;
};

/** `next` undefined: the line ends here. Fewer events than asked for with a `next`: little of what was read is wanted. */
export type LinePage = { readonly events: readonly TimelineEvent[]; readonly next: LinePosition | undefined };

type Branch = {
  readonly chunk: LinkedChunk;
  readonly events: readonly TimelineEvent[];
  passed: number;
};

const CHUNKS_AT_ONCE = 16;

/**
 * Part of what happened, newest received first: all branches of a merged profile as one line, each event once. It follows the
 * chain, so a chunk whose write lost its race is never shown; a chunk that expired ends its branch.
 */
export async function readLine(reader: TimelineReader, request: LineRequest): Promise<LinePage> {
  const open = opener(reader, request);
  const shown = new ShownEvents(request.from.shown);
  const events: TimelineEvent[] = [];
  let branches = await open(request.from.branches);
  let isForked = request.from.shown !== undefined || branches.length > 1;
  let waiting: readonly string[] = [];
  for (let chunks = 0; events.length < request.limit && chunks < request.mostChunks; ) {
    branches = [...branches, ...(await open(waiting.map((head) => ({ head, passed: 0 }))))];
    waiting = [];
    const branch = newestOf(branches);
    if (branch === undefined) break;
    const event = eventOf(branch);
    branch.passed += 1;
    if (request.isWanted(event) && (!isForked || shown.add(event))) events.push(event);
    if (branch.passed < branch.events.length) continue;
    chunks += 1;
    branches = branches.filter((other) => other !== branch);
    waiting = branch.chunk.previous;
    isForked ||= branches.length + waiting.length > 1;
  }
  const left = [...branches.map(placeOf), ...waiting.map((head) => ({ head, passed: 0 }))];
  if (left.length === 0) return { events, next: undefined };
  return {
    events,
    next: { branches: left, ...(isForked ? { shown: shown.last(request.mostRemembered) } : {}) },
  };
}

const placeOf = ({ chunk: { head }, passed }: Branch) => ({ head, passed });

/** Opens chunks; each read brings some of those before, which are most often asked for next. */
function opener(reader: TimelineReader, { limit, isEnd }: LineRequest) {
  const read = new Map<string, LinkedChunk>();
  const openOne = async (head: string, passed: number): Promise<Branch[]> => {
    if (!read.has(head))
      for (const chunk of await reader.loadBack(head, Math.min(limit, CHUNKS_AT_ONCE)))
        read.set(chunk.head, chunk);
    const chunk = read.get(head);
    if (chunk === undefined || passed >= chunk.events.length || isEnd(chunk)) return [];
    return [{ chunk, events: newestFirst(chunk.events), passed }];
  };
  return async (places: LinePosition['branches']): Promise<Branch[]> =>
    (await Promise.all(places.map(({ head, passed }) => openOne(head, passed)))).flat();
}

const newestFirst = (events: readonly TimelineEvent[]): readonly TimelineEvent[] =>
  events.toReversed().sort(compareAge);

const compareAge = (one: TimelineEvent, other: TimelineEvent): number =>
  compareText(other.receivedAt, one.receivedAt) || compareText(other.timestamp, one.timestamp);

const compareText = (one: string, other: string): number => (one < other ? -1 : one > other ? 1 : 0);

const newestOf = (branches: readonly Branch[]): Branch | undefined =>
  branches.toSorted((one, other) => compareAge(eventOf(one), eventOf(other)))[0];

function eventOf({ chunk, events, passed }: Branch): TimelineEvent {
  const event = events[passed];
  if (event === undefined) throw new RangeError(`timeline chunk ${chunk.head} has no event ${passed}`);
  return event;
}
