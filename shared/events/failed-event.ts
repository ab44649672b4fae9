import { createHash } from 'node:crypto';
import type { Arrival } from './arrival.ts';

/** What came with an event beside its payload, and its fate depends on. */
export type KeptArrival = Pick<Arrival, 'envelope' | 'type' | 'ip'>;

// it is copied to every failed event of a request: a large one would make one request a flood of writes
const LARGEST_KEPT_CONTEXT = 2_048;

/** What of an arrival is kept with each of its failed events, as far as the source's privacy allows. */
export function keptArrival({ envelope, type, ip, source }: Arrival): KeptArrival {
  const { context, sentAt } = envelope;
  const isSmall = JSON.stringify(context ?? null).length <= LARGEST_KEPT_CONTEXT;
  return { type, envelope: { sentAt, ...(isSmall ? { context } : {}) }, ip: source.storeIp ? ip : undefined };
}

/** An event that could not go its way, with all that is needed to look at it and drive it again. */
export type FailedEvent = {
  readonly code: string;
  readonly reason: string;
  /** where in the event, when it violates its contract, and the keyword that it violates */
  readonly pointer?: string | undefined;
  readonly keyword?: string | undefined;
  readonly payload: unknown;
  /** how the payload was posted; without it the payload is what a function read or wrote behind the collector */
  readonly arrival?: KeptArrival | undefined;
  readonly sourceId?: string | undefined;
  /** ISO 8601 UTC with milliseconds */
  readonly receivedAt: string;
  readonly messageId?: string | undefined;
};
export type KeptFailedEvent = FailedEvent & { readonly id: string };
/** As lists show it: the payload can be large. */
export type ListedFailedEvent = Omit<KeptFailedEvent, 'payload' | 'arrival'>;

/** Port: keeps failed events for 30 days; saving the same failure twice keeps one. */
export type FailedEventStore = { saveFailedEvents(failed: readonly FailedEvent[]): Promise<void> };

/** What a list asks for. */
export type FailedEventRange = {
  readonly code?: string | undefined;
  readonly source?: string | undefined;
  /** days or instants, both included */
  readonly from: string;
  readonly to: string;
  /** the id that the page before ended with */
  readonly before?: string | undefined;
};
export type FailedEventPage = {
  readonly items: readonly ListedFailedEvent[];
  /** where the next page goes on; undefined when nothing follows */
  readonly next: string | undefined;
};

/** Port: finds failed events again, newest first. */
export type FailedEventReader = {
  list(range: FailedEventRange, limit: number): Promise<FailedEventPage>;
  find(id: string): Promise<KeptFailedEvent | undefined>;
};

/** Port: forgets what was driven again. */
export type FailedEventRemover = { removeFailedEvents(ids: readonly string[]): Promise<void> };

/** How many partitions one day is spread over, so that a flood of bad input meets no hot key. */
export const FAILED_EVENT_SHARDS = 4;
export const FAILED_EVENT_DAYS = 30;

export type StoredFailedEvent = {
  /** `<day>#<shard>` */
  readonly day: string;
  /** `<receivedAt>_<hash>` */
  readonly id: string;
  readonly payload: string;
  /** epoch seconds */
  readonly expiresAt: number;
};

/** Where a failed event is kept. The id is its time and a hash of the content, so that a repeated write lands on itself. */
export function storedFailedEvent(failed: FailedEvent): StoredFailedEvent {
  const payload = JSON.stringify(failed.payload) ?? 'null';
  const identity = [failed.code, failed.sourceId, failed.messageId, failed.receivedAt, payload];
  const hash = createHash('sha256').update(JSON.stringify(identity)).digest('base64url').slice(0, 24);
  const id = `${failed.receivedAt}_${hash}`;
  const received = Date.parse(failed.receivedAt);
  return {
    day: partitionOf(id),
    id,
    payload,
    expiresAt: Math.floor(received / 1_000) + FAILED_EVENT_DAYS * 86_400,
  };
}

/** The partition of an id: its day, and a shard by its last character. */
export function partitionOf(id: string): string {
  return `${id.slice(0, 10)}#${id.charCodeAt(id.length - 1) % FAILED_EVENT_SHARDS}`;
}

export function partitionsOfDay(day: string): readonly string[] {
  return Array.from({ length: FAILED_EVENT_SHARDS }, (_, shard) => `${day}#${shard}`);
}
