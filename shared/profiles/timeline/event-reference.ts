import type { TimelineEvent } from '../profile-store.ts';

/** Enough of an event to find it again, and to see whether it came late. */
export type EventReference = Pick<
  TimelineEvent,
  'messageId' | 'type' | 'event' | 'timestamp' | 'receivedAt'
> & {
  readonly source: string;
};

export function referenceTo({
  messageId,
  type,
  event,
  source,
  timestamp,
  receivedAt,
}: TimelineEvent): EventReference {
  return { messageId, type, event, source: source.id, timestamp, receivedAt };
}

/** The first few of many, and how many there are. */
export type Some<Item> = { readonly total: number; readonly items: readonly Item[] };

const MOST_SHOWN = 50;

export const someOf = <Item>(items: readonly Item[], most = MOST_SHOWN): Some<Item> => ({
  total: items.length,
  items: items.slice(0, most),
});
