import * as z from 'zod';
import { ExactNumber } from './exact-number.ts';

/** Limits of one event; bytes are UTF-8. */
export const EVENT_LIMITS = {
  eventBytes: 32_768,
  messageIdCharacters: 100,
  idBytes: 255,
  eventNameBytes: 256,
  depth: 16,
} as const;

/** What is wrong with an event. Codes are for programs, messages for people. */
export type Complaint = {
  readonly code: string;
  readonly message: string;
  /** where in the event, and the keyword of JSON Schema, when its contract is violated */
  readonly pointer?: string;
  readonly keyword?: string;
};

/** Every check of the contract words its complaint as `code: sentence`. */
export function complaintOf(issue: string): Complaint {
  const split = issue.indexOf(': ');
  if (split < 1) return { code: 'invalid_event', message: issue };
  return { code: issue.slice(0, split), message: issue.slice(split + 2) };
}

type Data = Record<string, unknown>;

// a record schema would look at each key and copy them all; they are cleaned on their way to the stream
const isData = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && !Array.isArray(value) && !(value instanceof ExactNumber);

/** An object a site fills as it likes; `null` counts as missing. */
export function dataSchema(field: string) {
  const error = `invalid_${field}: ${field} must be an object`;
  return z.custom<Data>(isData, { error }).nullish();
}

/** A string or exact number, as text; blank and `null` count as missing. `refuse` adds the limit of one field. */
function textSchema(field: string, refuse: (text: string) => string | undefined) {
  return z.unknown().transform((value, context): string | undefined => {
    const text = typeof value === 'number' ? String(value) : value;
    const isText = typeof text === 'string';
    const complaint =
      refuseKind(field, value) ?? (isText ? (refuseUnsafe(field, text) ?? refuse(text)) : undefined);
    if (complaint !== undefined) context.addIssue({ code: 'custom', message: complaint });
    return isText && text.trim() !== '' ? text : undefined;
  });
}

function refuseKind(field: string, value: unknown): string | undefined {
  if (value === undefined || value === null || typeof value === 'string') return undefined;
  if (value instanceof ExactNumber || isInexact(value))
    return `unsafe_id: ${field} is a number too large to be exact, send it as a string`;
  return typeof value === 'number' ? undefined : `invalid_id: ${field} must be a string or a number`;
}

function isInexact(value: unknown): boolean {
  if (typeof value !== 'number') return false;
  return Number.isInteger(value) ? !Number.isSafeInteger(value) : !Number.isFinite(value);
}

function refuseUnsafe(field: string, text: string): string | undefined {
  // two different lone surrogates become the same bytes, and two people one
  if (!text.isWellFormed()) return `invalid_unicode: ${field} holds half of a character`;
  return /\p{Cc}/u.test(text) ? `control_char: ${field} holds a control character` : undefined;
}

function idText(field: string) {
  return textSchema(field, (text) => {
    const bytes = Buffer.byteLength(text);
    if (bytes <= EVENT_LIMITS.idBytes) return undefined;
    return `id_too_long: ${field} has ${bytes} bytes, at most ${EVENT_LIMITS.idBytes} are allowed`;
  });
}

/** An identifier, at most 255 bytes as text. */
export function idSchema(field: string) {
  return idText(field).optional();
}

/** An identifier without which the event says nothing. */
export function requiredIdSchema(field: string, complaint: string) {
  return idText(field).transform((id, context): string => {
    if (id === undefined) context.addIssue({ code: 'custom', message: complaint });
    return id ?? '';
  });
}

const messageIdSchema = textSchema('messageId', (text) => {
  const most = EVENT_LIMITS.messageIdCharacters;
  if (text.length <= most) return undefined;
  return `message_id_too_long: messageId has ${text.length} characters, at most ${most} are allowed`;
}).optional();

/** ISO 8601 with a zone, or epoch seconds or milliseconds; what is neither is replaced by receivedAt, never refused. */
export const timeSchema = z.custom<string | number>(isTime).nullish().catch('');

// one look instead of a union of schemas: every event has three of these
function isTime(value: unknown): boolean {
  return typeof value === 'string' || typeof value === 'number';
}

/** What every event may carry. One of userId and anonymousId is required; normalising checks it. */
export const commonFields = {
  messageId: messageIdSchema,
  userId: idSchema('userId'),
  anonymousId: idSchema('anonymousId'),
  /** what is no object is ignored: a context never decides whether an event counts */
  context: z.custom<Data>(isData).nullish().catch(undefined),
  timestamp: timeSchema,
  originalTimestamp: timeSchema,
  sentAt: timeSchema,
};
