import type { LinkedChunk, TimelineEvent } from '../profile-store.ts';
import type { LineRequest } from './read-line.ts';

/** What is wanted of a timeline; instants and days as ISO text, `to` itself not included. */
export type TimelineFilter = {
  readonly type?: string | undefined;
  readonly event?: string | undefined;
  readonly source?: string | undefined;
  readonly from?: string | undefined;
  readonly to?: string | undefined;
};

// an event may be driven again for 30 days under the time it came, wait a day in the stream, and be a day ahead of its receipt
const LATEST_WRITE_MS = 32 * 86_400_000;

export function compileFilter(filter: TimelineFilter): Pick<LineRequest, 'isWanted' | 'isEnd'> {
  const { type, event, source, from = '', to } = filter;
  const receivedFrom = from === '' ? '' : new Date(Date.parse(from) - LATEST_WRITE_MS).toISOString();
  const isAsked = (asked: string | undefined, got: string | undefined) =>
    asked === undefined || asked === got;
  return {
    isWanted: (one: TimelineEvent) =>
      isAsked(type, one.type) &&
      isAsked(event, one.event) &&
      isAsked(source, one.source.id) &&
      one.timestamp >= from &&
      (to === undefined || one.timestamp < to),
    isEnd: ({ events }: LinkedChunk) => events.every(({ receivedAt }) => receivedAt < receivedFrom),
  };
}
