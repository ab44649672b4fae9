import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';

/** What an invocation used, the memory at its peak. */
export type Used = { readonly cpuMilliseconds: number; readonly peakMegabytes: number };

/** What a child process tells through the Runtime API. */
export type RuntimeEvents = {
  next(respond: (headers: Record<string, string>, payload: string) => void): void;
  response(payload: string, used: Used): void;
  error(payload: string): void;
  initError(payload: string): void;
};

export type RuntimeApi = { readonly address: string; close(): void };

/** Lambda's Runtime API for one environment, on a free loopback port. */
export async function startRuntimeApi(events: RuntimeEvents): Promise<RuntimeApi> {
  const server = createServer((request, response) => void route(request, response, events));
  // an idle environment waits on `next` for as long as it lives
  Object.assign(server, { requestTimeout: 0, headersTimeout: 0, keepAliveTimeout: 0 });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  return { address: `127.0.0.1:${portOf(server)}`, close: () => closeAll(server) };
}

function portOf(server: Server): number {
  return (server.address() as AddressInfo).port; // a TCP server that listens has this kind of address
}

function closeAll(server: Server): void {
  server.close();
  server.closeAllConnections();
}

async function route(
  request: IncomingMessage,
  response: ServerResponse,
  events: RuntimeEvents,
): Promise<void> {
  const path = request.url ?? '';
  if (path.endsWith('/invocation/next')) {
    events.next((headers, payload) => response.writeHead(200, headers).end(payload));
    return;
  }
  const payload = await readBody(request).catch(() => undefined);
  if (payload === undefined) return;
  response.writeHead(202, { 'content-type': 'application/json' }).end('{"status":"OK"}');
  if (path.endsWith('/init/error')) events.initError(payload);
  else if (path.endsWith('/response')) events.response(payload, usedOf(request));
  else events.error(payload);
}

function usedOf({ headers }: IncomingMessage): Used {
  return {
    cpuMilliseconds: Number(headers['tributary-cpu-microseconds']) / 1_000,
    peakMegabytes: Number(headers['tributary-peak-kilobytes']) / 1_024,
  };
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(Buffer.from(chunk));
  return Buffer.concat(chunks).toString();
}
