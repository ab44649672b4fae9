import type { Arrival } from '../../shared/events/arrival.ts';
import { type FailedEvent, keptArrival } from '../../shared/events/failed-event.ts';
import { type NormalisedEvent, normaliseEvent } from '../../shared/events/normalise-event.ts';
import { type HttpAnswer, type HttpRequest, jsonAnswer } from '../lib/http.ts';
import { logger } from '../lib/observability.ts';
import type { IngestPorts } from './ports.ts';
import type { Posted } from './read-posted.ts';
import { answerRefusal, Refusal } from './refusal.ts';
import type { EventRoute } from './route.ts';
import type { KnownSource } from './source-directory.ts';
import { storeEvents } from './store-events.ts';

export type Delivery = {
  readonly request: HttpRequest;
  readonly route: EventRoute;
  readonly posted: Posted;
  readonly source: KnownSource;
};

type Rejected = Extract<NormalisedEvent, { status: 'rejected' }> & { readonly index: number };

// alone in their request they can be told to the sender instead of being kept; nobody reads what a pixel is told
const REFUSED_ALONE = new Set(['no_identifier', 'too_large']);

/** Normalises what was posted, makes it durable, and says what became of each event. */
export async function ingest(ports: IngestPorts, delivery: Delivery): Promise<HttpAnswer> {
  const receivedAt = ports.now().toISOString();
  const requestId = ports.newRequestId();
  const arrival = arrivalOf(delivery, { receivedAt, identityKey: await ports.loadIdentityKey() });
  const outcomes = delivery.posted.items.map((item, index) =>
    normaliseEvent(item, arrival, `${requestId}-${index}`),
  );
  const rejected = rejectedAmong(outcomes);
  const alone = delivery.route.kind === 'single' ? rejected[0] : undefined;
  if (alone !== undefined && REFUSED_ALONE.has(alone.complaint.code))
    return answerRefusal(new Refusal(400, alone.complaint.code, alone.complaint.message));
  const accepted = outcomes.flatMap((outcome) => (outcome.status === 'accepted' ? [outcome.event] : []));
  const failed = rejected.map((outcome) => failedEventOf(outcome, { delivery, arrival, requestId }));
  const result = await storeEvents(ports, accepted, failed);
  const codes = countCodes(outcomes);
  if (Object.keys(codes).length > 0) logger.info('events complained of', { codes });
  return result === 'stored' ? answerOutcomes(outcomes, rejected) : answerRefusal(unavailable);
}

function rejectedAmong(outcomes: readonly NormalisedEvent[]): readonly Rejected[] {
  return outcomes.flatMap((outcome, index) => (outcome.status === 'rejected' ? [{ ...outcome, index }] : []));
}

const unavailable = new Refusal(
  503,
  'unavailable',
  'the events could not be stored, please send them again',
).withHeaders({ 'retry-after': '5' });

function arrivalOf(
  { request, route, posted, source }: Delivery,
  world: Pick<Arrival, 'receivedAt' | 'identityKey'>,
): Arrival {
  return {
    ...world,
    source,
    envelope: posted.envelope,
    bodyBytes: posted.bodyBytes,
    type: 'type' in route ? route.type : undefined,
    ip: request.requestContext.http.sourceIp,
  };
}

function failedEventOf(
  { complaint, messageId, index }: Rejected,
  { delivery, arrival, requestId }: { delivery: Delivery; arrival: Arrival; requestId: string },
): FailedEvent {
  const { message: reason, ...what } = complaint;
  return {
    ...what,
    reason,
    payload: delivery.posted.items[index],
    arrival: keptArrival(arrival),
    sourceId: delivery.source.id,
    receivedAt: arrival.receivedAt,
    // equal events without an id stay two
    messageId: messageId ?? `${requestId}-${index}`,
  };
}

function answerOutcomes(outcomes: readonly NormalisedEvent[], rejected: readonly Rejected[]): HttpAnswer {
  const warnings = outcomes.flatMap((outcome, index) =>
    outcome.status === 'accepted' ? outcome.warnings.map((warning) => ({ index, ...warning })) : [],
  );
  const dropped = outcomes.filter(({ status }) => status === 'dropped').length;
  return jsonAnswer(200, {
    success: true,
    accepted: outcomes.length - rejected.length - dropped,
    ...(dropped > 0 ? { dropped } : {}),
    ...(rejected.length > 0 ? { rejected: rejected.map(toldOf) } : {}),
    ...(warnings.length > 0 ? { warnings } : {}),
  });
}

const toldOf = ({ index, messageId, complaint }: Rejected) => ({ index, messageId, ...complaint });

function countCodes(outcomes: readonly NormalisedEvent[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const outcome of outcomes) {
    for (const code of codesOf(outcome)) counts[code] = (counts[code] ?? 0) + 1;
  }
  return counts;
}

function codesOf(outcome: NormalisedEvent): readonly string[] {
  if (outcome.status === 'accepted') return outcome.warnings.map(({ code }) => `${code} (warning)`);
  return [outcome.status === 'rejected' ? outcome.complaint.code : 'no_consent'];
}
