import { type Complaint, complaintOf, EVENT_LIMITS } from '../../events/common.ts';
import { type Event, type EventType, eventSchemas, eventTypeOf } from '../../events/event.ts';
import { isTrusted, type StreamEvent } from '../../events/stream-event.ts';
import { isSignedId } from '../identity/source-secret.ts';
import { isDeeperThan } from '../json/depth.ts';
import { anonymousEvent } from './anonymous-event.ts';
import type { Arrival } from './arrival.ts';
import { consentVerdict } from './consent-policy.ts';
import { forbiddenOperation } from './forbidden-operation.ts';
import { blockedWarnings, refuseBlocked, splitIds } from './identifiers.ts';
import { streamEventOf } from './stream-event.ts';

export type NormalisedEvent =
  | {
      readonly status: 'accepted';
      readonly event: StreamEvent;
      readonly warnings: readonly Complaint[];
    }
  | { readonly status: 'rejected'; readonly complaint: Complaint; readonly messageId: string | undefined }
  /** without consent: kept nowhere */
  | { readonly status: 'dropped' };

type Item = Readonly<Record<string, unknown>>;

/** Turns what a site posted into the event of the stream, or says why not. `assignedId` serves when it has no messageId. */
export function normaliseEvent(item: unknown, arrival: Arrival, assignedId: string): NormalisedEvent {
  if (!isItem(item)) return reject({ code: 'not_an_object', message: 'an event must be a JSON object' });
  const verdict = consentVerdict(arrival.source.consent, item, arrival.envelope.context);
  if (verdict === 'drop') return dropped;
  const outcome = checkItem(item, arrival, assignedId);
  return verdict === 'keep' ? outcome : withoutIdentifiers(outcome);
}

const dropped: NormalisedEvent = { status: 'dropped' };

function withoutIdentifiers(outcome: NormalisedEvent): NormalisedEvent {
  // a rejected event would be kept as it came
  const event = outcome.status === 'accepted' ? anonymousEvent(outcome.event) : undefined;
  return event === undefined ? dropped : { status: 'accepted', event, warnings: [] };
}

function checkItem(item: Item, arrival: Arrival, assignedId: string): NormalisedEvent {
  const type = arrival.type ?? eventTypeOf(item.type ?? item.action); // old imports say action
  // depth comes first: nothing that recurses may see what is nested without bound
  const complaint = refuseDepth(item) ?? refuseSize(item, arrival) ?? refuseNobody(item);
  if (complaint !== undefined) return reject(complaint, item);
  if (type === undefined) return reject(unknownType, item);
  return checkFields(item, type, { arrival, assignedId });
}

function checkFields(
  item: Item,
  type: EventType,
  request: { readonly arrival: Arrival; readonly assignedId: string },
): NormalisedEvent {
  const parsed = eventSchemas[type].safeParse(item.type === type ? item : { ...item, type });
  if (!parsed.success) return reject(complaintOf(parsed.error.issues[0]?.message ?? ''), item);
  const event: Event = parsed.data;
  const { source } = request.arrival;
  const verified = isVerified(request.arrival, event) || undefined;
  const forbidden = isTrusted({ source, verified }) ? undefined : forbiddenOperation(event);
  const split = splitIds(event);
  const refusal = forbidden ?? refuseBlocked(event, split);
  if (refusal !== undefined) return reject(refusal, item);
  const streamed = streamEventOf({ event, split, verified, ...request });
  const violation = source.contract?.violationOf(streamed);
  if (violation !== undefined && source.contract?.isQuarantine) return reject(violation, item);
  const warnings = [...blockedWarnings(split), ...(violation === undefined ? [] : [violation])];
  return { status: 'accepted', event: streamed, warnings };
}

/** A signature is a browser's way to be believed; a server needs none. */
function isVerified({ source, identityKey, envelope }: Arrival, { userId, context }: Event): boolean {
  const signature = context?.signature ?? envelope.context?.signature;
  if (source.kind !== 'browser' || signature === undefined) return false;
  return isSignedId(identityKey, source, { userId, signature });
}

const unknownType: Complaint = {
  code: 'unknown_type',
  message: `type must be one of ${Object.keys(eventSchemas).join(', ')}`,
};

function reject(complaint: Complaint, item?: Item): NormalisedEvent {
  const id = item?.messageId;
  const isUsable = typeof id === 'string' && id.length <= EVENT_LIMITS.messageIdCharacters;
  return { status: 'rejected', complaint, messageId: isUsable ? id : undefined };
}

function isItem(value: unknown): value is Item {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function refuseDepth(item: Item): Complaint | undefined {
  if (!isDeeperThan(item, EVENT_LIMITS.depth)) return undefined;
  return { code: 'too_deep', message: `objects and arrays may nest ${EVENT_LIMITS.depth} deep` };
}

function refuseSize(item: Item, { bodyBytes, envelope }: Arrival): Complaint | undefined {
  if (bodyBytes <= EVENT_LIMITS.eventBytes) return undefined;
  // the envelope's context is copied into every event and counts with each
  const bytes = bytesOf(item) + (envelope.context ? bytesOf(envelope.context) : 0);
  if (bytes <= EVENT_LIMITS.eventBytes) return undefined;
  return {
    code: 'too_large',
    message: `the event has ${bytes} bytes, at most ${EVENT_LIMITS.eventBytes} are allowed`,
  };
}

const bytesOf = (value: unknown): number => Buffer.byteLength(JSON.stringify(value));

function refuseNobody({ userId, anonymousId }: Item): Complaint | undefined {
  if (!isBlank(userId) || !isBlank(anonymousId)) return undefined;
  return { code: 'no_identifier', message: 'userId or anonymousId must say who the event is about' };
}

function isBlank(id: unknown): boolean {
  return id === undefined || id === null || (typeof id === 'string' && id.trim() === '');
}
