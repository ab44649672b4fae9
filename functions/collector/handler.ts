import { preflight, withCors } from '../lib/cors.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, httpHandler, jsonAnswer } from '../lib/http.ts';
import type { Fault } from '../lib/http-fault.ts';
import { ingest } from './ingest.ts';
import { type RateLimit, rateLimit } from './keys/rate-limit.ts';
import { unknownWriteKey, writeKeyOf } from './keys/write-key.ts';
import type { IngestPorts } from './ports.ts';
import { type EventRoute, readPosted } from './read-posted.ts';
import { answerRefusal, Refusal } from './refusal.ts';
import { type Route, routeOf } from './route.ts';
import { answerSettings } from './settings.ts';
import { type KnownSource, mayAnswer } from './source-directory.ts';

/** The world as one environment meets it. */
type Ports = IngestPorts & { readonly limit: RateLimit };

/** The collector over any ports: the deployed one, a test's or a benchmark's. */
export function collectorHandler(world: IngestPorts): HttpHandler {
  const ports = { ...world, limit: rateLimit(() => world.now().getTime()) };
  return httpHandler((request) => collect(ports, request), renderFault);
}

async function collect(ports: Ports, request: HttpRequest): Promise<HttpAnswer> {
  const { method } = request.requestContext.http;
  if (method === 'OPTIONS') return preflight(request, await isAnyOrigin(ports, request));
  const route = routeOf(method, request.rawPath);
  if (route instanceof Refusal) return refuse(ports, request, route);
  return serve(ports, request, route);
}

function serve(ports: Ports, request: HttpRequest, route: Route): Promise<HttpAnswer> {
  switch (route.kind) {
    case 'metrics':
      return anySource(ports, request, jsonAnswer(200, { success: true, accepted: 0 }));
    case 'settings':
      return serveSettings(ports, request, route.writeKey);
    case 'batch':
    case 'single':
      return serveEvents(ports, request, route);
  }
}

async function serveSettings(
  ports: IngestPorts,
  request: HttpRequest,
  writeKey: string,
): Promise<HttpAnswer> {
  const source = await ports.sources.find(writeKey);
  if (source === undefined) return refuse(ports, request, unknownWriteKey());
  return forSource(source, request, answerSettings(request, writeKey));
}

async function serveEvents(ports: Ports, request: HttpRequest, route: EventRoute): Promise<HttpAnswer> {
  const posted = readPosted(request, route);
  if (posted instanceof Refusal) return refuse(ports, request, posted);
  const writeKey = writeKeyOf(request, posted.carriers);
  if (writeKey instanceof Refusal) return refuse(ports, request, writeKey);
  const source = await ports.sources.find(writeKey);
  if (source === undefined) return refuse(ports, request, unknownWriteKey());
  const { rate: perSecond } = source;
  const events = posted.items.length;
  const tooMany = perSecond === undefined ? undefined : ports.limit({ writeKey, events, perSecond });
  const answer = tooMany ? answerRefusal(tooMany) : ingest(ports, { request, route, posted, source });
  return forSource(source, request, await answer);
}

function forSource(source: KnownSource, request: HttpRequest, answer: HttpAnswer): HttpAnswer {
  const { origin } = request.headers;
  return withCors(answer, request, origin !== undefined && mayAnswer(source, origin));
}

const refuse = (ports: IngestPorts, request: HttpRequest, refusal: Refusal): Promise<HttpAnswer> =>
  anySource(ports, request, answerRefusal(refusal));

/** While no key is known, a page may read the answer if any source could be its. */
async function anySource(ports: IngestPorts, request: HttpRequest, answer: HttpAnswer): Promise<HttpAnswer> {
  return withCors(answer, request, await isAnyOrigin(ports, request));
}

async function isAnyOrigin({ sources }: IngestPorts, { headers }: HttpRequest): Promise<boolean> {
  return headers.origin !== undefined && (await sources.allowsOrigin(headers.origin));
}

/** Browsers must see the status of a fault too, or their SDK takes it for a broken network. */
function renderFault({ status, code, message }: Fault, request: HttpRequest): HttpAnswer {
  const refusal = new Refusal(status, code, message).withHeaders({ 'retry-after': '5' });
  return withCors(answerRefusal(refusal), request, true);
}
