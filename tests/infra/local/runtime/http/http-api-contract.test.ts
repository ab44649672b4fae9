import { request as httpRequest, type IncomingHttpHeaders } from 'node:http';
import { buffer } from 'node:stream/consumers';
import { fileURLToPath } from 'node:url';
import { gzipSync } from 'node:zlib';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { HttpApi } from '../../../../../infra/local/runtime/http/http-api.ts';
import { createHttpServer } from '../../../../../infra/local/runtime/http/http-server.ts';
import { parseRouteKey } from '../../../../../infra/local/runtime/http/route-key.ts';
import { LambdaFunction } from '../../../../../infra/local/runtime/lambda/function.ts';
import { createLogs } from '../../../../../infra/local/runtime/lambda/logs.ts';

const instant = Date.parse('2026-11-21T20:00:00.000Z');
const arn = 'arn:aws:lambda:us-east-1:000000000000:function:shop-http';

const shop = new LambdaFunction({
  config: {
    name: 'shop-http',
    arn,
    folder: fileURLToPath(new URL('../../../../fixtures/lambda/http', import.meta.url)),
    handler: 'index.handler',
    runtime: 'nodejs24.x',
    memorySizeMegabytes: 512,
    timeoutSeconds: 30,
    concurrency: 2,
    isReserved: false,
    variables: {},
    logGroup: '/shop/http',
    logging: { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO' },
    roleArn: 'arn:aws:iam::000000000000:role/http',
  },
  awsUrl: 'http://127.0.0.1:4566',
  time: () => ({ offsetMs: 0, standsAtMs: instant }),
  logs: createLogs(() => instant),
});
const api = new HttpApi('shop', {
  invoke: (_arn, payload) => shop.invoke(payload),
  now: () => instant,
  tokens: () => new Map(),
  after: () => () => {},
});
const server = createHttpServer({ handle: (request) => api.handle(request), now: () => instant });
let port = 0;

beforeAll(async () => {
  const integration = { functionArn: arn, timeoutMs: 30_000 };
  for (const key of ['POST /orders/{id}', 'ANY /files/{path+}', 'GET /'])
    api.addRoute({ key: parseRouteKey(key, 'Shop'), integration, jwt: undefined });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  port = typeof address === 'object' && address !== null ? address.port : 0;
});
afterAll(() => {
  server.closeAllConnections();
  server.close();
  shop.stop();
});

type Sent = {
  readonly method?: string;
  readonly headers?: Record<string, string | string[]>;
  readonly body?: Buffer;
};
type Received = { readonly status: number; readonly headers: IncomingHttpHeaders; readonly body: Buffer };

// fetch would tidy paths and headers
async function send(path: string, { method = 'POST', headers = {}, body }: Sent = {}): Promise<Received> {
  const { promise, resolve, reject } = Promise.withResolvers<Received>();
  const request = httpRequest({ host: '127.0.0.1', port, path, method, headers }, (response) => {
    const { statusCode: status = 0, headers: received } = response;
    buffer(response).then((read) => resolve({ status, headers: received, body: read }), reject);
  });
  request.on('error', reject);
  request.end(body);
  return promise;
}

/** The event that the function got. */
async function eventOf(path: string, sent?: Sent) {
  return JSON.parse((await send(path, sent)).body.toString());
}

/** What the client gets for what a function answers. */
const answered = (answer: unknown) =>
  send(`/?answer=${encodeURIComponent(JSON.stringify(answer))}`, { method: 'GET' });

describe('a request, as the function gets it', () => {
  it('is an event of payload format 2.0', async () => {
    const event = await eventOf('/orders/7?size=L&size=XL&note=a%20b', {
      headers: { 'content-type': 'application/json', 'user-agent': 'shop/1', cookie: 'a=1; b=2' },
      body: Buffer.from('{"total":20}'),
    });

    expect(event).toMatchObject({
      version: '2.0',
      routeKey: 'POST /orders/{id}',
      rawPath: '/orders/7',
      rawQueryString: 'size=L&size=XL&note=a%20b',
      cookies: ['a=1', 'b=2'],
      queryStringParameters: { size: 'L,XL', note: 'a b' },
      pathParameters: { id: '7' },
      body: '{"total":20}',
      isBase64Encoded: false,
      requestContext: {
        apiId: 'shop',
        stage: '$default',
        routeKey: 'POST /orders/{id}',
        time: '21/Nov/2026:20:00:00 +0000',
        timeEpoch: instant,
        http: { method: 'POST', path: '/orders/7', protocol: 'HTTP/1.1', userAgent: 'shop/1' },
      },
    });
  });

  it.each<[string, Record<string, string>, Buffer, boolean]>([
    ['JSON', { 'content-type': 'application/json; charset=utf-8' }, Buffer.from('{"ä":1}'), false],
    ['a beacon', { 'content-type': 'text/plain' }, Buffer.from('{}'), false],
    ['a form', { 'content-type': 'application/x-www-form-urlencoded' }, Buffer.from('a=1'), true],
    ['bytes', { 'content-type': 'application/octet-stream' }, Buffer.from([0, 255]), true],
    [
      'gzip that says so',
      { 'content-type': 'application/json', 'content-encoding': 'gzip' },
      gzipSync('{}'),
      true,
    ],
    ['no type', {}, Buffer.from('plain'), false],
  ])('has the body of %s', async (_name, headers, body, isBase64Encoded) => {
    const event = await eventOf('/orders/7', { headers, body });

    expect(event.isBase64Encoded).toBe(isBase64Encoded);
    expect(Buffer.from(event.body, isBase64Encoded ? 'base64' : 'utf8')).toEqual(body);
  });

  it.each([
    ['a header sent twice', { 'x-tag': ['one', 'two'] }, { 'x-tag': 'one,two' }],
    ['a name in capitals', { 'X-Shop': 'Cups' }, { 'x-shop': 'Cups' }],
    [
      'the address a proxy told',
      { 'x-forwarded-for': '10.0.0.1' },
      { 'x-forwarded-for': '10.0.0.1, 127.0.0.1' },
    ],
  ])('has %s', async (_name, headers, expected) => {
    expect((await eventOf('/orders/7', { headers })).headers).toMatchObject(expected);
  });

  it('keeps the dots and escapes of a greedy path', async () => {
    const event = await eventOf('/files/a/../b%2Fc', { method: 'DELETE' });

    expect(event).toMatchObject({ rawPath: '/files/a/../b%2Fc', routeKey: 'ANY /files/{path+}' });
  });
});

describe('an answer, as the client gets it', () => {
  it.each<[string, unknown, { status: number; type?: string | undefined; body: string }]>([
    [
      'a status and text',
      { statusCode: 201, body: 'made' },
      { status: 201, type: 'text/plain;charset=UTF-8', body: 'made' },
    ],
    ['only data', { ok: true }, { status: 200, type: 'application/json', body: '{"ok":true}' }],
    ['only text', 'done', { status: 200, type: 'application/json', body: 'done' }],
    [
      'base64',
      { statusCode: 200, body: 'AAE=', isBase64Encoded: true, headers: { 'content-type': 'image/gif' } },
      { status: 200, type: 'image/gif', body: '\u0000\u0001' },
    ],
    ['no body', { statusCode: 204 }, { status: 204, type: 'text/plain;charset=UTF-8', body: '' }],
    [
      'a status that is none',
      { statusCode: 'fine' },
      { status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    ],
    [
      'a body that is no text',
      { statusCode: 200, body: { a: 1 } },
      { status: 500, type: 'application/json', body: '{"message":"Internal Server Error"}' },
    ],
  ])('says %s', async (_name, answer, { status, type, body }) => {
    const received = await answered(answer);

    expect({
      status: received.status,
      type: received.headers['content-type'],
      body: received.body.toString(),
    }).toEqual({ status, type, body });
  });

  it('sets each cookie and each header, CORS included', async () => {
    const { headers } = await answered({
      statusCode: 200,
      headers: { 'Access-Control-Allow-Origin': '*', 'x-count': 2 },
      cookies: ['a=1', 'b=2'],
    });

    expect(headers).toMatchObject({
      'access-control-allow-origin': '*',
      'x-count': '2',
      'set-cookie': ['a=1', 'b=2'],
    });
  });
});

describe('what API Gateway answers itself', () => {
  it.each<[string, string, Sent, number, string]>([
    ['a path without route', '/nowhere', {}, 404, 'Not Found'],
    ['another method', '/orders/7', { method: 'PUT' }, 404, 'Not Found'],
    ['a function that throws', '/?failure=oh', { method: 'GET' }, 500, 'Internal Server Error'],
    ['an answer over 6 MB', '/?bytes=6300000', { method: 'GET' }, 500, 'Internal Server Error'],
    [
      'a body over 10 MB',
      '/orders/7',
      { body: Buffer.alloc(10 * 1024 * 1024 + 1, 1) },
      413,
      'Request Entity Too Large',
    ],
    [
      'an event over 6 MB',
      '/orders/7',
      { body: Buffer.alloc(5 * 1024 * 1024, 255) },
      413,
      'Request Entity Too Large',
    ],
    [
      'headers over 10,240 bytes',
      '/orders/7',
      { headers: { 'x-long': 'x'.repeat(10_240) } },
      431,
      'Request Header Fields Too Large',
    ],
    ['a path over 10,240 bytes', `/files/${'x'.repeat(10_240)}`, {}, 431, 'Request Header Fields Too Large'],
  ])('to %s', async (_name, path, sent, status, message) => {
    const received = await send(path, sent);

    expect(received.status).toBe(status);
    expect(JSON.parse(received.body.toString())).toEqual({ message });
  });

  it('to more headers than a server reads at all', async () => {
    expect((await send('/orders/7', { headers: { 'x-long': 'x'.repeat(100_000) } })).status).toBe(431);
  });
});
