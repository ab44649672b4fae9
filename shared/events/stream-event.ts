import type { Event } from '../../events/event.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import { cleanObject } from '../json/clean-value.ts';
import type { Arrival } from './arrival.ts';
import { contentOf } from './event-content.ts';
import { contextOf } from './event-context.ts';
import type { SplitIds } from './identifiers.ts';
import { correctTime } from './time/correct-time.ts';

type Data = Record<string, unknown>;

export type CheckedEvent = {
  readonly event: Event;
  readonly split: SplitIds;
  readonly arrival: Arrival;
  readonly verified: StreamEvent['verified'];
  readonly assignedId: string;
};

/** A checked event as the stream carries it. */
export function streamEventOf({ event, split, arrival, verified, assignedId }: CheckedEvent): StreamEvent {
  const { ids, blocked } = split;
  const flags = new Set<string>(isEmpty(blocked) ? [] : ['blocked_id']);
  const content = contentOf(event);
  const { id, kind, brand } = arrival.source;
  const clean = (data: Data | undefined) => (data === undefined ? undefined : cleanObject(data, flags));
  const { timestamp, originalTimestamp } = timesOf(event, arrival, flags);
  return {
    type: event.type,
    messageId: event.messageId ?? assignedId,
    source: { id, kind, brand },
    verified,
    userId: ids.userId,
    anonymousId: ids.anonymousId,
    previousId: ids.previousId,
    groupId: content.groupId,
    event: content.event,
    properties: clean(content.properties),
    traits: clean(content.traits),
    context: clean(withBlocked(contextOf(event.context, arrival), split)),
    timestamp,
    originalTimestamp,
    receivedAt: arrival.receivedAt,
    // last: all of the above may add to them
    flags: flags.size === 0 ? undefined : [...flags],
  };
}

/** A blocked id is data like any other. */
function withBlocked(context: Data | undefined, { blocked }: SplitIds): Data | undefined {
  return isEmpty(blocked) ? context : { ...context, blockedIds: blocked };
}

const isEmpty = (ids: SplitIds['ids']): boolean => Object.keys(ids).length === 0;

const MAX_ORIGINAL_CHARACTERS = 64; // any instant fits; nonsense need not be kept whole

function timesOf(event: Event, { envelope, receivedAt }: Arrival, flags: Set<string>) {
  // RudderStack's SDKs send both when the caller gave a time; theirs is when the call was made
  const original = event.timestamp ?? event.originalTimestamp;
  // the envelope's is set when the request really leaves, an item's when it is queued
  const sentAt = envelope.sentAt ?? event.sentAt;
  const corrected = correctTime({ original, sentAt, receivedAt: Date.parse(receivedAt) }, flags);
  const timestamp = new Date(corrected).toISOString();
  const asSent = original === undefined || original === null ? timestamp : String(original);
  return {
    timestamp,
    originalTimestamp: asSent === timestamp ? undefined : asSent.slice(0, MAX_ORIGINAL_CHARACTERS),
  };
}
