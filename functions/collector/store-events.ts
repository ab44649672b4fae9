import type { StreamEvent } from '../../events/stream-event.ts';
import type { FailedEvent } from '../../shared/events/failed-event.ts';
import { partitionKey } from '../../shared/identity/partition-key.ts';
import { logger } from '../lib/observability.ts';
import type { IngestPorts } from './ports.ts';

/** Makes everything durable before it is answered: accepted events in the stream, the rest in FailedEvents. */
export async function storeEvents(
  ports: IngestPorts,
  accepted: readonly StreamEvent[],
  rejected: readonly FailedEvent[],
): Promise<'stored' | 'unavailable'> {
  const refused = accepted.length === 0 ? [] : await appendToStream(ports, accepted);
  const failed = [...rejected, ...refused.map(spilled)];
  if (failed.length === 0) return 'stored';
  try {
    await ports.failed.saveFailedEvents(failed);
    return 'stored';
  } catch (error) {
    // not durable: the sender still has the events and tries again
    logger.error('failed events not stored', { name: nameOf(error), count: failed.length });
    return 'unavailable';
  }
}

async function appendToStream(
  { log, loadIdentityKey }: IngestPorts,
  events: readonly StreamEvent[],
): Promise<readonly StreamEvent[]> {
  const key = await loadIdentityKey();
  const refused = await log.append(
    events.map((event) => ({ partitionKey: partitionKey(key, event), event })),
  );
  if (refused.length > 0) logger.error('stream refused events', { count: refused.length });
  return refused.map(({ event }) => event);
}

function spilled(event: StreamEvent): FailedEvent {
  return {
    code: 'stream_unavailable',
    reason: 'the stream did not take the event in time; it can be driven again as it is',
    payload: event,
    sourceId: event.source.id,
    receivedAt: event.receivedAt,
    messageId: event.messageId,
  };
}

const nameOf = (error: unknown): string => (error instanceof Error ? error.name : 'unknown');
