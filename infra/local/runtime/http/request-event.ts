import { isUtf8 } from 'node:buffer';
import { accountId } from '../template/scope.ts';

/** One HTTP request as it arrived, its body read whole. */
export type HttpRequest = {
  readonly method: string;
  /** Path and query as sent. */
  readonly url: string;
  /** Names and values alternating, as sent, so that repeated headers are kept. */
  readonly rawHeaders: readonly string[];
  readonly body: Buffer;
  readonly protocol: string;
  readonly sourceIp: string;
  readonly port: number;
};

export type EventContext = {
  readonly apiId: string;
  readonly stage: string;
  readonly domainName: string;
  readonly routeKey: string;
  readonly pathParameters: Readonly<Record<string, string>>;
  readonly authorizer: Readonly<Record<string, unknown>> | undefined;
  readonly requestId: string;
  readonly now: number;
};

// they belong to one connection, API Gateway ends it
const connectionHeaders = new Set([
  'connection',
  'keep-alive',
  'proxy-connection',
  'te',
  'transfer-encoding',
  'upgrade',
]);

/** The event of payload format 2.0 for one request. */
export function requestEvent(request: HttpRequest, context: EventContext): Record<string, unknown> {
  const { path, query } = splitUrl(request.url);
  const { headers, cookies } = collectHeaders(request);
  const parameters = queryParameters(query);
  return {
    version: '2.0',
    routeKey: context.routeKey,
    rawPath: path,
    rawQueryString: query,
    ...(cookies.length > 0 ? { cookies } : {}),
    headers,
    ...(hasEntries(parameters) ? { queryStringParameters: parameters } : {}),
    requestContext: requestContext({ request, context, path, userAgent: headers['user-agent'] ?? '' }),
    ...(hasEntries(context.pathParameters) ? { pathParameters: context.pathParameters } : {}),
    ...eventBody(request.body, headers),
  };
}

export function splitUrl(url: string): { path: string; query: string } {
  const start = url.indexOf('?');
  return start < 0 ? { path: url, query: '' } : { path: url.slice(0, start), query: url.slice(start + 1) };
}

function collectHeaders(request: HttpRequest): { headers: Record<string, string>; cookies: string[] } {
  const values = new Map<string, string[]>();
  for (let index = 0; index < request.rawHeaders.length; index += 2) {
    const name = (request.rawHeaders[index] ?? '').toLowerCase();
    if (connectionHeaders.has(name)) continue;
    values.set(name, [...(values.get(name) ?? []), request.rawHeaders[index + 1] ?? '']);
  }
  const cookies = (values.get('cookie') ?? [])
    .flatMap((line) => line.split(/; */))
    .filter((cookie) => cookie !== '');
  values.delete('cookie');
  const sent = [...values].map(([name, list]) => [name, list.join(',')] as const);
  return { headers: { ...Object.fromEntries(sent), ...addedHeaders(request, values) }, cookies };
}

function addedHeaders(
  request: HttpRequest,
  values: ReadonlyMap<string, readonly string[]>,
): Record<string, string> {
  const added = {
    'x-forwarded-for': [...(values.get('x-forwarded-for') ?? []), request.sourceIp].join(', '),
    'x-forwarded-port': String(request.port),
    'x-forwarded-proto': 'http',
  };
  // a chunked body had no length when it was sent
  return request.body.length > 0 ? { 'content-length': String(request.body.length), ...added } : added;
}

function queryParameters(query: string): Record<string, string> {
  const parameters: Record<string, string> = {};
  for (const [name, value] of new URLSearchParams(query)) {
    parameters[name] = Object.hasOwn(parameters, name) ? `${parameters[name]},${value}` : value;
  }
  return parameters;
}

type ContextParts = { request: HttpRequest; context: EventContext; path: string; userAgent: string };

function requestContext({ request, context, path, userAgent }: ContextParts): Record<string, unknown> {
  return {
    accountId,
    apiId: context.apiId,
    ...(context.authorizer === undefined ? {} : { authorizer: context.authorizer }),
    domainName: context.domainName,
    domainPrefix: context.apiId,
    http: { method: request.method, path, protocol: request.protocol, sourceIp: request.sourceIp, userAgent },
    requestId: context.requestId,
    routeKey: context.routeKey,
    stage: context.stage,
    time: logTime(context.now),
    timeEpoch: context.now,
  };
}

const months = ['Jan', 'Feb', 'Mar', 'Apr', 'May', 'Jun', 'Jul', 'Aug', 'Sep', 'Oct', 'Nov', 'Dec'];

// 21/Nov/2026:20:00:00 +0000
function logTime(now: number): string {
  const [date = '', time = ''] = new Date(now).toISOString().split('T');
  const [year, month, day] = date.split('-');
  return `${day}/${months[Number(month) - 1]}/${year}:${time.slice(0, 8)} +0000`;
}

function eventBody(
  body: Buffer,
  headers: Record<string, string>,
): { body?: string; isBase64Encoded: boolean } {
  if (body.length === 0) return { isBase64Encoded: false };
  // text that is not UTF-8 would lose bytes in JSON
  const isText =
    isTextType(headers['content-type']) && !isEncoded(headers['content-encoding']) && isUtf8(body);
  return isText
    ? { body: body.toString(), isBase64Encoded: false }
    : { body: body.toString('base64'), isBase64Encoded: true };
}

const textTypes = /^(text\/.*|application\/(json|javascript|xml|.*\+json|.*\+xml))$/;

// a body without a type arrives as text
function isTextType(contentType: string | undefined): boolean {
  const type = (contentType ?? 'text/plain').split(';')[0]?.trim().toLowerCase() ?? '';
  return textTypes.test(type);
}

function isEncoded(contentEncoding: string | undefined): boolean {
  return contentEncoding !== undefined && contentEncoding.trim().toLowerCase() !== 'identity';
}

function hasEntries(value: object): boolean {
  return Object.keys(value).length > 0;
}
