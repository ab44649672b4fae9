import * as z from 'zod';
import { parseFields } from '../../shared/definitions/parse-fields.ts';
import { InvalidInputError, NotFoundError } from '../../shared/errors.ts';
import {
  FAILED_EVENT_DAYS,
  type FailedEventRange,
  type FailedEventReader,
  type KeptFailedEvent,
} from '../../shared/events/failed-event.ts';
import { mergePatch } from '../../shared/json/merge-patch.ts';
import { type RedrivePorts, redrive, type StillFailed } from '../collector/redrive.ts';
import type { AdminAnswer, AdminRoute } from '../lib/admin-http.ts';
import { type AdminRequest, decodeCursor, encodeCursor, readPage } from '../lib/admin-request.ts';
import { mapLimited } from '../lib/map-limited.ts';

export type FailedEventPorts = RedrivePorts & {
  readonly reader: FailedEventReader;
  audit(record: object): void;
};

const path = '/admin/v1/failed-events';
const MOST_COUNTED = 10_000;
const READS_AT_ONCE = 20;

/** What could not be used: looked at, counted, and driven again as it is or put right. */
export const failedEventRoutes = (ports: FailedEventPorts): AdminRoute[] => [
  { method: 'GET', path, answer: (request) => list(ports, request) },
  { method: 'GET', path: `${path}/counts`, answer: (request) => count(ports, request) },
  { method: 'GET', path: `${path}/{id}`, answer: (request) => show(ports, request) },
  { method: 'POST', path: `${path}/redrive`, answer: (request) => driveAgain(ports, request) },
];

async function list({ reader }: FailedEventPorts, { query, now }: AdminRequest): Promise<AdminAnswer> {
  const { limit } = readPage(query);
  const { items, next } = await reader.list(rangeOf(query, now), limit);
  return { status: 200, body: { items, cursor: next && encodeCursor(next) } };
}

async function count({ reader }: FailedEventPorts, { query, now }: AdminRequest): Promise<AdminAnswer> {
  const { items, next } = await reader.list(rangeOf(query, now), MOST_COUNTED);
  const counts: Record<string, number> = {};
  for (const { code } of items) counts[code] = (counts[code] ?? 0) + 1;
  return { status: 200, body: { counts, isComplete: next === undefined } };
}

async function show({ reader }: FailedEventPorts, { parameters }: AdminRequest): Promise<AdminAnswer> {
  return { status: 200, body: await load(reader, parameters.id ?? '') };
}

async function load(reader: FailedEventReader, id: string): Promise<KeptFailedEvent> {
  const kept = await reader.find(id);
  if (kept === undefined) throw new NotFoundError(`there is no failed event \`${id}\``);
  return kept;
}

/** Whoever drives events again changes profiles: who, and how many, is in the audit log. */
async function driveAgain(ports: FailedEventPorts, { body, now, by }: AdminRequest): Promise<AdminAnswer> {
  const request = parseRedriveRequest(body);
  const { kept, missing = [], next } = await select(ports.reader, request, now);
  const { redriven, failed } = await redrive(ports, kept);
  ports.audit({ by, form: request.form, redriven });
  return {
    status: 200,
    body: { redriven, failed: [...missing, ...failed], cursor: next && encodeCursor(next) },
  };
}

type Selection = {
  readonly kept: readonly KeptFailedEvent[];
  readonly missing?: readonly StillFailed[];
  readonly next?: string | undefined;
};

async function select(
  reader: FailedEventReader,
  { form, asked }: RedriveRequest,
  now: Date,
): Promise<Selection> {
  if (form === 'id') return { kept: [{ ...(await load(reader, asked.id)), payload: asked.payload }] };
  if (form === 'ids') return loadAll(reader, asked.ids, asked.patch);
  const { patch, limit, ...query } = asked;
  const { items, next } = await reader.list(rangeOf(query, now), limit);
  const ids = items.map(({ id }) => id);
  return { ...(await loadAll(reader, ids, patch)), next };
}

async function loadAll(
  reader: FailedEventReader,
  ids: readonly string[],
  patch: object | undefined,
): Promise<Selection> {
  const found = await mapLimited(ids, READS_AT_ONCE, async (id) => ({ id, kept: await reader.find(id) }));
  return {
    kept: found.flatMap(({ kept }) => (kept === undefined ? [] : [patched(kept, patch)])),
    missing: found.flatMap(({ id, kept }) => (kept === undefined ? [notFound(id)] : [])),
  };
}

const patched = (kept: KeptFailedEvent, patch: object | undefined): KeptFailedEvent =>
  patch === undefined ? kept : { ...kept, payload: mergePatch(kept.payload, patch) };

const notFound = (id: string): StillFailed => ({
  id,
  code: 'not_found',
  message: 'there is no such failed event; it may have been driven again already',
});

/** A day, or an instant as ids carry it. */
export const momentSchema = z.union([
  z.iso.date(),
  z.iso.datetime({ offset: true }).transform((text) => new Date(text).toISOString()),
]);

const patch = z.record(z.string(), z.unknown()).optional();

/** What can be driven again at once; the field that names the form is in no other. */
const forms = {
  id: z.strictObject({ id: z.string(), payload: z.unknown() }),
  ids: z.strictObject({ ids: z.array(z.string()).min(1).max(100), patch }),
  code: z.strictObject({
    code: z.string(),
    source: z.string().optional(),
    from: momentSchema.optional(),
    to: momentSchema.optional(),
    limit: z.number().int().min(1).max(100).default(100),
    cursor: z.string().optional(),
    patch,
  }),
};

type RedriveRequest =
  | { readonly form: 'id'; readonly asked: z.infer<typeof forms.id> }
  | { readonly form: 'ids'; readonly asked: z.infer<typeof forms.ids> }
  | { readonly form: 'code'; readonly asked: z.infer<typeof forms.code> };

function parseRedriveRequest(body: unknown): RedriveRequest {
  const given = Object(body);
  if ('id' in given) return { form: 'id', asked: parseFields(forms.id, body) };
  if ('ids' in given) return { form: 'ids', asked: parseFields(forms.ids, body) };
  if ('code' in given) return { form: 'code', asked: parseFields(forms.code, body) };
  throw new InvalidInputError(
    'missing_field',
    'say which failed events: one by id, several by ids, or all of a code',
    {
      allowed: Object.keys(forms),
    },
  );
}

const rangeSchema = z.object({
  code: z.string().optional(),
  source: z.string().optional(),
  from: momentSchema.optional(),
  to: momentSchema.optional(),
  cursor: z.string().optional(),
});

/** All that is kept, unless the query says less. */
function rangeOf(query: Readonly<Record<string, unknown>>, now: Date): FailedEventRange {
  const { code, source, from, to, cursor } = parseFields(rangeSchema, query);
  const oldest = new Date(now.getTime() - (FAILED_EVENT_DAYS + 1) * 86_400_000).toISOString().slice(0, 10);
  return {
    code,
    source,
    from: from === undefined || from < oldest ? oldest : from,
    to: to ?? now.toISOString(),
    before: cursor === undefined ? undefined : decodeCursor(z.string(), cursor),
  };
}
