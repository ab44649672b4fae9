import { request as httpRequest, type Server } from 'node:http';
import { connect } from 'node:net';
import { text } from 'node:stream/consumers';
import { afterEach, describe, expect, it } from 'vitest';
import {
  createHttpServer,
  type HttpServerOptions,
} from '../../../../../infra/local/runtime/http/http-server.ts';
import { messageAnswer } from '../../../../../infra/local/runtime/http/lambda-answer.ts';

const servers: Server[] = [];

async function serve(options: Partial<HttpServerOptions>): Promise<number> {
  const server = createHttpServer({
    handle: async () => messageAnswer(200, 'done'),
    now: () => 0,
    ...options,
  });
  servers.push(server);
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
}

afterEach(() => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
  }
});

describe('the public server', () => {
  it('hands on the body as it came, whole', async () => {
    const body = Buffer.from([0, 255, 128, 10]);
    const received: Buffer[] = [];
    const port = await serve({
      handle: async (request) => {
        received.push(request.body);
        return messageAnswer(200, 'done');
      },
    });

    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body });

    expect(response.status).toBe(200);
    expect(received).toEqual([body]);
  });

  it('tells the virtual time', async () => {
    const port = await serve({ now: () => Date.UTC(2030, 0, 1) });

    const { headers } = await fetch(`http://127.0.0.1:${port}/`);

    expect(headers.get('date')).toBe('Tue, 01 Jan 2030 00:00:00 GMT');
  });

  it('refuses a body that says it is too large', async () => {
    const port = await serve({ limits: { maxBytes: 10, timeoutMs: 5_000 } });

    const response = await fetch(`http://127.0.0.1:${port}/`, { method: 'POST', body: 'x'.repeat(11) });

    expect(response.status).toBe(413);
    expect(await response.json()).toEqual({ message: 'Request Entity Too Large' });
  });

  it('refuses a body that becomes too large', async () => {
    const port = await serve({ limits: { maxBytes: 10, timeoutMs: 5_000 } });

    const answer = await new Promise<string>((resolve, reject) => {
      const request = httpRequest({ host: '127.0.0.1', port, method: 'POST' }, (response) => {
        text(response).then(resolve, reject);
      });
      request.on('error', reject);
      // without an end the length is unknown
      request.write('x'.repeat(11));
    });

    expect(JSON.parse(answer)).toEqual({ message: 'Request Entity Too Large' });
  });

  it('cuts off a body that does not come', async () => {
    const port = await serve({ limits: { maxBytes: 10, timeoutMs: 20 } });
    const socket = connect(port, '127.0.0.1');
    socket.write('POST / HTTP/1.1\r\nhost: x\r\ncontent-length: 5\r\n\r\nab');

    const answer = await text(socket);

    expect(answer).toContain('HTTP/1.1 408 Request Timeout');
  });
});
