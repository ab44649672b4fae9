import middy, { type MiddlewareObj } from '@middy/core';
import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from 'aws-lambda';
import { type Fault, faultOf } from './http-fault.ts';
import { logger } from './observability.ts';

export type HttpRequest = APIGatewayProxyEventV2;
export type HttpAnswer = APIGatewayProxyStructuredResultV2;
export type HttpHandler = (request: HttpRequest, context: Context) => Promise<HttpAnswer>;
/** Each API words its own errors. */
export type RenderFault = (fault: Fault, request: HttpRequest) => HttpAnswer;

/** The stack every HTTP function runs under: whatever is thrown leaves as the API's own JSON error. */
export function httpHandler(
  handle: (request: HttpRequest) => Promise<HttpAnswer>,
  renderFault: RenderFault,
): HttpHandler {
  return middy<HttpRequest, HttpAnswer>((request: HttpRequest) => handle(request)).use(
    answerFaults(renderFault),
  );
}

export function jsonAnswer(
  status: number,
  body: unknown,
  headers: Readonly<Record<string, string>> = {},
): HttpAnswer {
  return {
    statusCode: status,
    headers: { 'content-type': 'application/json', ...headers },
    body: JSON.stringify(body),
  };
}

function answerFaults(renderFault: RenderFault): MiddlewareObj<HttpRequest, HttpAnswer> {
  return {
    onError: (run) => {
      const fault = faultOf(run.error);
      // the name and place of a bug, never its message: that may quote what was sent
      if (fault.status >= 500) logger.error('request failed', { code: fault.code, ...placeOf(run.error) });
      run.response = renderFault(fault, run.event);
    },
  };
}

function placeOf(error: unknown): { name: string; at?: string } {
  if (!(error instanceof Error)) return { name: typeof error };
  const at = error.stack?.split('\n').find((line) => line.trimStart().startsWith('at '));
  return at === undefined ? { name: error.name } : { name: error.name, at: at.trim() };
}
