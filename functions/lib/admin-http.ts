import { NotFoundError } from '../../shared/errors.ts';
import { type AdminRequest, readRequest } from './admin-request.ts';
import { type HttpAnswer, type HttpHandler, type HttpRequest, httpHandler, jsonAnswer } from './http.ts';
import type { Fault } from './http-fault.ts';

export type AdminAnswer = {
  readonly status: number;
  readonly body: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};

/** `path` has parameters in braces, as in the HTTP API's routes. */
export type AdminRoute = {
  readonly method: 'GET' | 'PUT' | 'POST' | 'DELETE';
  readonly path: string;
  answer(request: AdminRequest): Promise<AdminAnswer>;
};

/** The handler of an admin function: finds the route and answers JSON, errors as `{ error: { code, message, pointer?, allowed? } }`. */
export const adminHttp = (routes: readonly AdminRoute[]): HttpHandler =>
  httpHandler(async (request) => resultOf(await answer(routes, request)), renderFault);

export function problem(
  status: number,
  { code, message, pointer, allowed }: Omit<Fault, 'status'>,
): AdminAnswer {
  return { status, body: { error: { code, message, pointer, allowed } } };
}

const renderFault = (fault: Fault): HttpAnswer =>
  resultOf(problem(fault.code === 'too_large' ? 413 : fault.status, fault));

async function answer(routes: readonly AdminRoute[], request: HttpRequest): Promise<AdminAnswer> {
  const onPath = routes.flatMap((route) => {
    const parameters = matchPath(route.path, request.rawPath);
    return parameters === undefined ? [] : [{ route, parameters }];
  });
  const { method } = request.requestContext.http;
  const found = onPath.find(({ route }) => route.method === method);
  if (found) return found.route.answer(readRequest(request, found.parameters));
  if (onPath.length === 0) throw new NotFoundError(`nothing is served at ${request.rawPath}`);
  return wrongMethod(
    method,
    onPath.map(({ route }) => route.method),
  );
}

function wrongMethod(method: string, allowed: readonly string[]): AdminAnswer {
  const message = `${method} is not allowed here, use ${allowed.join(' or ')}`;
  return {
    ...problem(405, { code: 'method_not_allowed', message, allowed }),
    headers: { allow: allowed.join(', ') },
  };
}

function matchPath(pattern: string, path: string): Record<string, string> | undefined {
  const expected = pattern.split('/');
  const given = path.split('/');
  if (expected.length !== given.length) return undefined;
  const parameters: Record<string, string> = {};
  for (const [index, part] of expected.entries()) {
    const value = given[index] ?? '';
    if (part.startsWith('{')) parameters[part.slice(1, -1)] = decode(value);
    else if (part !== value) return undefined;
  }
  return parameters;
}

function decode(part: string): string {
  try {
    return decodeURIComponent(part);
  } catch {
    return part; // not percent-encoded: no id looks like this, so it is not found
  }
}

const resultOf = ({ status, body, headers }: AdminAnswer): HttpAnswer =>
  jsonAnswer(status, body, { 'cache-control': 'no-store', ...headers });
