import { type StreamEvent, streamEventSchema } from '../../events/stream-event.ts';
import type { EventSource } from '../../shared/events/arrival.ts';
import type { EventLog } from '../../shared/events/event-log.ts';
import type { FailedEventRemover, KeptFailedEvent } from '../../shared/events/failed-event.ts';
import { normaliseEvent } from '../../shared/events/normalise-event.ts';
import type { IdentityKey } from '../../shared/identity/node-key.ts';
import { partitionKey } from '../../shared/identity/partition-key.ts';

export type RedrivePorts = {
  readonly log: EventLog;
  readonly failed: FailedEventRemover;
  loadIdentityKey(): Promise<IdentityKey>;
  /** by id, as they are today */
  loadSources(): Promise<ReadonlyMap<string, EventSource>>;
};

export type StillFailed = { readonly id: string; readonly code: string; readonly message: string };
export type RedriveResult = { readonly redriven: number; readonly failed: readonly StillFailed[] };

type Today = {
  readonly sources: ReadonlyMap<string, EventSource>;
  readonly identityKey: IdentityKey;
};
type Ready = { readonly id: string; readonly event: StreamEvent };

/**
 * Sends failed events the way they would go today, under the id and the time they came with, and forgets those that went. A
 * repeat is harmless: the stream's readers know the id.
 */
export async function redrive(ports: RedrivePorts, kept: readonly KeptFailedEvent[]): Promise<RedriveResult> {
  const today = { sources: await ports.loadSources(), identityKey: await ports.loadIdentityKey() };
  const prepared = kept.map((failed) => prepare(failed, today));
  const ready = prepared.filter((one) => 'event' in one);
  const refused = await append(ports.log, today.identityKey, ready);
  const gone = ready.filter(({ event }) => !refused.has(event));
  await ports.failed.removeFailedEvents(gone.map(({ id }) => id));
  const unavailable = ready.filter(({ event }) => refused.has(event)).map(({ id }) => notTaken(id));
  return { redriven: gone.length, failed: [...prepared.filter((one) => 'code' in one), ...unavailable] };
}

async function append(
  log: EventLog,
  key: IdentityKey,
  ready: readonly Ready[],
): Promise<ReadonlySet<StreamEvent>> {
  if (ready.length === 0) return new Set();
  const refused = await log.append(
    ready.map(({ event }) => ({ event, partitionKey: partitionKey(key, event) })),
  );
  return new Set(refused.map(({ event }) => event));
}

const notTaken = (id: string): StillFailed => ({
  id,
  code: 'stream_unavailable',
  message: 'the stream did not take the event; try again later',
});

function prepare(failed: KeptFailedEvent, today: Today): Ready | StillFailed {
  return failed.arrival === undefined ? prepareStreamed(failed) : preparePosted(failed, today);
}

/** What was an event of the stream already goes back as it was. */
function prepareStreamed({ id, payload }: KeptFailedEvent): Ready | StillFailed {
  const parsed = streamEventSchema.safeParse(payload);
  if (parsed.success) return { id, event: parsed.data };
  return { id, code: 'not_an_event', message: 'what is kept is no event that the stream could carry' };
}

function preparePosted(
  { id, payload, arrival, sourceId = '', receivedAt, messageId = id }: KeptFailedEvent,
  { sources, identityKey }: Today,
): Ready | StillFailed {
  const source = sources.get(sourceId);
  if (source === undefined) return { id, code: 'unknown_source', message: 'its source is no longer live' };
  const posted = {
    envelope: {},
    ...arrival,
    source,
    identityKey,
    receivedAt,
    // not known any more: the event itself is measured
    bodyBytes: Number.POSITIVE_INFINITY,
  };
  const outcome = normaliseEvent(payload, posted, messageId);
  if (outcome.status === 'accepted') return { id, event: outcome.event };
  if (outcome.status === 'rejected') return { id, ...outcome.complaint };
  return { id, code: 'no_consent', message: 'the source stores it only with consent, and it has none' };
}
