import type { StreamEvent } from '../../events/stream-event.ts';

export type LogEntry = { readonly partitionKey: string; readonly event: StreamEvent };

/** Port: the stream all events go through. Answers the entries it refused for good; those are not stored. */
export type EventLog = { append(entries: readonly LogEntry[]): Promise<readonly LogEntry[]> };
