import { BATCH_LIMITS, batchSchema, type Envelope } from '../../events/batch.ts';
import { complaintOf, EVENT_LIMITS } from '../../events/common.ts';
import { isDeeperThan, isTextDeeperThan } from '../../shared/json/depth.ts';
import { parseJson } from '../../shared/json/parse-json.ts';
import type { HttpRequest } from '../lib/http.ts';
import type { Body } from './reading/body.ts';
import { readBody } from './reading/read-body.ts';
import { readForm } from './reading/read-form.ts';
import { readPixel } from './reading/read-pixel.ts';
import { Refusal } from './refusal.ts';
import type { EventRoute } from './route.ts';

type Json = Readonly<Record<string, unknown>>;

const ESCAPED = 3; // how many times larger a form is than its JSON, at most

/** What a request holds, before any event is looked at. */
export type Posted = {
  readonly bodyBytes: number;
  readonly items: readonly unknown[];
  readonly envelope: Envelope;
  /** where a write key may stand in the body, outermost first */
  readonly carriers: readonly unknown[];
};

export async function readPosted(request: HttpRequest, route: EventRoute): Promise<Posted | Refusal> {
  const body = await readText(request, route);
  if (body instanceof Refusal) return body;
  const json = readObject(body, route);
  if (json instanceof Refusal) return json;
  return route.kind === 'batch' ? readBatch(json, body.bytes) : readSingle(json, body.bytes);
}

async function readText(request: HttpRequest, route: EventRoute): Promise<Body | Refusal> {
  if (route.kind === 'pixel') return readPixel(request.rawQueryString, EVENT_LIMITS.depth);
  const body = readBody(request, BATCH_LIMITS.bodyBytes);
  if (body instanceof Refusal) return body;
  if (body.bytes > ESCAPED * BATCH_LIMITS.batchBytes) return tooManyBytes(route, body.bytes);
  return readForm(body, request.headers['content-type']);
}

function readObject(body: Body, route: EventRoute): Json | Refusal {
  if (body.bytes > BATCH_LIMITS.batchBytes) return tooManyBytes(route, body.bytes);
  if (isTextDeeperThan(body.text, BATCH_LIMITS.bodyDepth)) return tooDeep();
  try {
    const json = parseJson(body.text);
    if (isJsonObject(json)) return json;
    return new Refusal(400, 'not_an_object', 'the body must be a JSON object');
  } catch {
    return new Refusal(400, 'invalid_json', 'the body is not valid JSON');
  }
}

function tooDeep(): Refusal {
  return new Refusal(400, 'too_deep', `objects and arrays of an event may nest ${EVENT_LIMITS.depth} deep`);
}

function tooManyBytes(route: EventRoute, bytes: number): Refusal {
  const isBatch = route.kind === 'batch';
  const most = isBatch ? BATCH_LIMITS.batchBytes : EVENT_LIMITS.eventBytes;
  const message = `the body has ${bytes} bytes, at most ${most} are allowed`;
  return new Refusal(400, isBatch ? 'batch_too_large' : 'too_large', message);
}

function isJsonObject(value: unknown): value is Json {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function readBatch(json: Json, bodyBytes: number): Posted | Refusal {
  const parsed = batchSchema.safeParse(json);
  if (!parsed.success) {
    const { code, message } = complaintOf(parsed.error.issues[0]?.message ?? '');
    return new Refusal(400, code, message);
  }
  const { batch, ...envelope } = parsed.data;
  const refusal = refuseContext(envelope, batch.length);
  return refusal ?? { bodyBytes, items: batch, envelope, carriers: [json, ...batch] };
}

/** The envelope's context is copied into every event: a small body must not become a large stream. */
function refuseContext({ context }: Envelope, events: number): Refusal | undefined {
  if (!context) return undefined;
  if (isDeeperThan(context, EVENT_LIMITS.depth - 1)) return tooDeep(); // in an event it is one level down
  const bytes = Buffer.byteLength(JSON.stringify(context)) * events;
  const most = BATCH_LIMITS.bodyBytes;
  if (bytes <= most) return undefined;
  const message = `context has ${bytes} bytes in all ${events} events together, at most ${most} are allowed`;
  return new Refusal(400, 'batch_too_large', message);
}

function readSingle(json: Json, bodyBytes: number): Posted {
  return { bodyBytes, items: [json], envelope: {}, carriers: [json] };
}
