import type { IncomingMessage, ServerResponse } from 'node:http';
import { text } from 'node:stream/consumers';
import { isList, isObject, type JsonObject } from '../template/json.ts';

export type ControlAnswer = { readonly status: number; readonly body: unknown };
export type ControlCall = { readonly query: URLSearchParams; readonly body: JsonObject };
export type ControlRoutes = Readonly<
  Record<string, (call: ControlCall) => Promise<ControlAnswer> | ControlAnswer>
>;

/** Thrown for a control call that cannot be carried out as it stands. */
export class ControlError extends Error {
  override name = 'ControlError' as const;
  readonly status: number;

  constructor(status: number, message: string) {
    super(message);
    this.status = status;
  }
}

export const controlPrefix = '/_local/';

/** Answers one call of the control surface, which exists in the local cloud only. */
export async function answerControl(
  request: IncomingMessage,
  response: ServerResponse,
  routes: ControlRoutes,
): Promise<void> {
  const { status, body } = await callRoute(request, routes).catch(errorAnswer);
  response.writeHead(status, { 'content-type': 'application/json' });
  response.end(`${JSON.stringify(body)}\n`);
}

async function callRoute(request: IncomingMessage, routes: ControlRoutes): Promise<ControlAnswer> {
  const url = new URL(request.url ?? '/', 'http://localhost');
  const route = routes[`${request.method} ${url.pathname}`];
  if (route === undefined) {
    throw new ControlError(
      404,
      `no call "${request.method} ${url.pathname}", there are: ${Object.keys(routes).join(', ')}`,
    );
  }
  return route({ query: url.searchParams, body: parseBody(await text(request)) });
}

function parseBody(json: string): JsonObject {
  if (json.trim() === '') return {};
  try {
    const body: unknown = JSON.parse(json);
    if (isObject(body)) return body;
    // a list is short for what a call that lists them answers
    if (isList(body)) return { items: body };
  } catch {
    // answered below, the same as JSON that is neither
  }
  throw new ControlError(400, `the body must be a JSON object or list, got: ${json.slice(0, 80)}`);
}

function errorAnswer(error: unknown): ControlAnswer {
  const status = error instanceof ControlError ? error.status : 500;
  if (status === 500) console.error(error);
  return { status, body: { error: { message: error instanceof Error ? error.message : String(error) } } };
}

/** A number of the body, not below zero. */
export function readNumber(body: JsonObject, name: string, fallback: number): number {
  const value = body[name] ?? fallback;
  if (typeof value === 'number' && value >= 0) return value;
  throw new ControlError(400, `"${name}" must be a number of at least 0, got ${JSON.stringify(value)}`);
}
