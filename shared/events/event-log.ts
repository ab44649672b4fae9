import type { StreamEvent } from '../../events/stream-event.ts';
import { RetryableError } from '../errors.ts';
import { partitionKey } from '../identity/partition-key.ts';

export type LogEntry = { readonly partitionKey: string; readonly event: StreamEvent };

/** Port: the stream all events go through. Answers the entries it refused for good; those are not stored. */
export type EventLog = { append(entries: readonly LogEntry[]): Promise<readonly LogEntry[]> };

// events about a profile are keyed by it, so nothing is hashed
const NO_KEY = new Uint8Array();

/** Puts what the platform says on the stream; throws RetryableError unless all of it is there. */
export async function appendPlatformEvents(log: EventLog, events: readonly StreamEvent[]): Promise<void> {
  if (events.length === 0) return;
  const refused = await log.append(
    events.map((event) => ({ event, partitionKey: partitionKey(NO_KEY, event) })),
  );
  if (refused.length > 0) throw new RetryableError(`the stream refused ${refused.length} platform events`);
}
