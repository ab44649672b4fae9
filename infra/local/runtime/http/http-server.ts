import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import { type HttpAnswer, internalError, messageAnswer } from './lambda-answer.ts';
import { type BodyLimits, readBody } from './read-body.ts';
import type { HttpRequest } from './request-event.ts';

// API Gateway's limit for the request line and all headers together
const maxHeadBytes = 10_240;

export type HttpServerOptions = {
  readonly handle: (request: HttpRequest) => Promise<HttpAnswer>;
  readonly now: () => number;
  readonly limits?: BodyLimits;
};

// API Gateway's own
export const apiGatewayLimits: BodyLimits = { maxBytes: 10 * 1024 * 1024, timeoutMs: 30_000 };

const refusals: Readonly<Record<string, HttpAnswer>> = {
  'too-large': messageAnswer(413, 'Request Entity Too Large'),
  'too-slow': messageAnswer(408, 'Request Timeout'),
};

/** The public server in front of an HTTP API. */
export function createHttpServer(options: HttpServerOptions): Server {
  // far beyond the limit, so that a client with too many headers is told so instead of cut off
  const maxHeaderSize = 100 * maxHeadBytes;
  return createServer({ maxHeaderSize }, (request, response) => void serve(request, response, options));
}

async function serve(
  request: IncomingMessage,
  response: ServerResponse,
  options: HttpServerOptions,
): Promise<void> {
  if (headBytes(request) > maxHeadBytes) {
    return answer(response, messageAnswer(431, 'Request Header Fields Too Large'), options.now());
  }
  const read = await readBody(request, options.limits ?? apiGatewayLimits);
  if (read.status === 'aborted') return;
  if (read.status !== 'read') {
    // what is still coming must not be waited for
    response.setHeader('connection', 'close');
    response.once('finish', () => request.socket.destroySoon());
    return answer(response, refusals[read.status] ?? internalError, options.now());
  }
  const handled = await options.handle(httpRequest(request, read.body)).catch((error: unknown) => {
    console.error(error);
    return internalError;
  });
  answer(response, handled, options.now());
}

function headBytes({ method = '', url = '', rawHeaders }: IncomingMessage): number {
  return [method, url, ...rawHeaders].reduce((bytes, text) => bytes + Buffer.byteLength(text), 0);
}

function httpRequest(request: IncomingMessage, body: Buffer): HttpRequest {
  const { method = 'GET', url = '/', rawHeaders, httpVersion, socket } = request;
  return {
    method,
    url,
    rawHeaders,
    body,
    protocol: `HTTP/${httpVersion}`,
    sourceIp: socket.remoteAddress ?? '127.0.0.1',
    port: socket.localPort ?? 0,
  };
}

function answer(response: ServerResponse, { status, headers, body }: HttpAnswer, now: number): void {
  for (const [name, value] of headers) response.appendHeader(name, value);
  // clients compare it with their own, equally moved clock
  response.setHeader('date', new Date(now).toUTCString());
  response.setHeader('content-length', body.length);
  response.writeHead(status).end(body);
}
