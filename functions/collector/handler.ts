import { preflight, withCors } from '../lib/cors.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, httpHandler, jsonAnswer } from '../lib/http.ts';
import type { Fault } from '../lib/http-fault.ts';
import { logger } from '../lib/observability.ts';
import { asPixel } from './documents/pixel.ts';
import { answerScript } from './documents/scripts.ts';
import { answerSettings, answerSourceConfig } from './documents/settings.ts';
import { ingest } from './ingest.ts';
import { type RateLimit, rateLimit } from './keys/rate-limit.ts';
import { unknownWriteKey, writeKeyOf } from './keys/write-key.ts';
import type { IngestPorts } from './ports.ts';
import { readPosted } from './read-posted.ts';
import { answerRefusal, Refusal } from './refusal.ts';
import { type EventRoute, notFound, type Route, routeOf } from './route.ts';
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
    case 'script':
      return serveScript(ports, request, route.file);
    case 'settings':
      return withSource(ports, request, {
        writeKey: route.writeKey,
        answer: () => answerSettings(request, route.writeKey),
      });
    case 'source-config':
      return withSource(ports, request, { writeKey: writeKeyOf(request, []), answer: answerSourceConfig });
    case 'pixel':
      return servePixel(ports, request, route);
    case 'batch':
    case 'single':
      return serveEvents(ports, request, route);
  }
}

async function serveScript(ports: IngestPorts, request: HttpRequest, file: string): Promise<HttpAnswer> {
  const script = await ports.scripts.find(file);
  if (script === undefined) return refuse(ports, request, notFound());
  return anySource(ports, request, answerScript(script, request));
}

async function servePixel(ports: Ports, request: HttpRequest, route: EventRoute): Promise<HttpAnswer> {
  const answer = await serveEvents(ports, request, route);
  // the sender is never told, so that operators must be
  if (answer.statusCode !== 200) logger.info('pixel refused', { status: answer.statusCode });
  return asPixel(answer);
}

async function serveEvents(ports: Ports, request: HttpRequest, route: EventRoute): Promise<HttpAnswer> {
  const posted = await readPosted(request, route);
  if (posted instanceof Refusal) return refuse(ports, request, posted);
  const events = posted.items.length;
  return withSource(ports, request, {
    writeKey: writeKeyOf(request, posted.carriers),
    answer: (source, writeKey) => {
      const { rate: perSecond } = source;
      const tooMany = perSecond === undefined ? undefined : ports.limit({ writeKey, events, perSecond });
      return tooMany ? answerRefusal(tooMany) : ingest(ports, { request, route, posted, source });
    },
  });
}

type Use = {
  readonly writeKey: string | Refusal;
  readonly answer: (source: KnownSource, writeKey: string) => HttpAnswer | Promise<HttpAnswer>;
};

async function withSource(
  ports: IngestPorts,
  request: HttpRequest,
  { writeKey, answer }: Use,
): Promise<HttpAnswer> {
  if (writeKey instanceof Refusal) return refuse(ports, request, writeKey);
  const source = await ports.sources.find(writeKey);
  if (source === undefined) return refuse(ports, request, unknownWriteKey());
  const { origin } = request.headers;
  return withCors(await answer(source, writeKey), request, origin !== undefined && mayAnswer(source, origin));
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
  const answer = withCors(answerRefusal(refusal), request, true);
  return isPixel(request) ? asPixel(answer) : answer;
}

function isPixel({ rawPath, requestContext }: HttpRequest): boolean {
  const route = routeOf(requestContext.http.method, rawPath);
  return !(route instanceof Refusal) && route.kind === 'pixel';
}
