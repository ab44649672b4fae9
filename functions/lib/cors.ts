import type { HttpAnswer, HttpRequest } from './http.ts';

const MAX_AGE_SECONDS = 7_200; // no browser keeps a preflight longer
const HEADER_LIST = /^[\w\-, ]{1,1000}$/;

/** Lets the page at the request's origin read an answer. Never `*`: with credentials browsers refuse it. */
export function withCors(answer: HttpAnswer, request: HttpRequest, isAllowed: boolean): HttpAnswer {
  const { origin } = request.headers;
  const vary = [answer.headers?.vary ?? [], 'Origin'].flat().join(', ');
  const headers = { ...answer.headers, vary };
  if (origin === undefined || !isAllowed) return { ...answer, headers };
  return { ...answer, headers: { ...headers, ...originHeaders(origin) } };
}

/** The answer to what a browser asks before it posts. */
export function preflight(request: HttpRequest, isAllowed: boolean): HttpAnswer {
  const asked = request.headers['access-control-request-headers'] ?? '';
  const headers = {
    'access-control-allow-methods': 'GET, POST, OPTIONS',
    'access-control-allow-headers': HEADER_LIST.test(asked)
      ? asked
      : 'authorization, content-type, x-write-key',
    'access-control-max-age': String(MAX_AGE_SECONDS),
  };
  return withCors({ statusCode: 204, ...(isAllowed ? { headers } : {}) }, request, isAllowed);
}

function originHeaders(origin: string): Record<string, string> {
  return {
    'access-control-allow-origin': origin,
    'access-control-allow-credentials': 'true',
    'access-control-expose-headers': 'Retry-After',
  };
}
