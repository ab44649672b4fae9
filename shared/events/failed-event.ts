import { createHash } from 'node:crypto';

/** An event that could not go its way, with all that is needed to look at it and drive it again. */
export type FailedEvent = {
  readonly code: string;
  readonly reason: string;
  /** where in the event, when it violates its contract, and the keyword that it violates */
  readonly pointer?: string | undefined;
  readonly keyword?: string | undefined;
  readonly payload: unknown;
  readonly sourceId?: string | undefined;
  /** ISO 8601 UTC */
  readonly receivedAt: string;
  readonly messageId?: string | undefined;
};

/** Port: keeps failed events for 30 days; saving the same failure twice keeps one. */
export type FailedEventStore = { saveFailedEvents(failed: readonly FailedEvent[]): Promise<void> };

/** How many partitions one day is spread over, so that a flood of bad input meets no hot key. */
export const FAILED_EVENT_SHARDS = 4;
export const FAILED_EVENT_DAYS = 30;

export type StoredFailedEvent = {
  /** `<day>#<shard>` */
  readonly day: string;
  readonly id: string;
  readonly payload: string;
  /** epoch seconds */
  readonly expiresAt: number;
};

/** Where a failed event is kept. The id is a hash of the content, so that a repeated write lands on itself. */
export function storedFailedEvent(failed: FailedEvent): StoredFailedEvent {
  const payload = JSON.stringify(failed.payload) ?? 'null';
  const identity = [failed.code, failed.sourceId, failed.messageId, failed.receivedAt, payload];
  const digest = createHash('sha256').update(JSON.stringify(identity)).digest();
  const shard = digest.readUInt8(0) % FAILED_EVENT_SHARDS;
  const received = Date.parse(failed.receivedAt);
  return {
    day: `${failed.receivedAt.slice(0, 10)}#${shard}`,
    id: digest.toString('base64url', 0, 18),
    payload,
    expiresAt: Math.floor(received / 1_000) + FAILED_EVENT_DAYS * 86_400,
  };
}
