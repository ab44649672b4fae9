import { describe, expect, it } from 'vitest';
import { HttpApi, type HttpApiPorts } from '../../../../../infra/local/runtime/http/http-api.ts';
import type { HttpRequest } from '../../../../../infra/local/runtime/http/request-event.ts';
import { parseRouteKey } from '../../../../../infra/local/runtime/http/route-key.ts';
import { failed } from '../../../../../infra/local/runtime/lambda/function-config.ts';

const tokens = new Map([
  ['reader', ['shop/read']],
  ['nobody', []],
]);

function createApi(ports: Partial<HttpApiPorts> = {}): HttpApi {
  const api = new HttpApi('shop', {
    invoke: async (_arn, payload) => ({ functionError: undefined, payload }),
    now: () => 0,
    tokens: () => tokens,
    after: () => () => {},
    ...ports,
  });
  const integration = { functionArn: 'arn', timeoutMs: 30_000 };
  const jwt = { issuer: 'https://cognito', scopes: ['shop/read'] };
  api.addRoute({ key: parseRouteKey('POST /orders', 'Shop'), integration, jwt: undefined });
  api.addRoute({ key: parseRouteKey('GET /orders', 'Shop'), integration, jwt });
  return api;
}

const request = (method: string, rawHeaders: readonly string[] = [], body = ''): HttpRequest => ({
  method,
  url: '/orders',
  rawHeaders,
  body: Buffer.from(body),
  protocol: 'HTTP/1.1',
  sourceIp: '127.0.0.1',
  port: 80,
});

async function call(api: HttpApi, sent: HttpRequest) {
  const { status, body } = await api.handle(sent);
  return { status, body: JSON.parse(body.toString()) };
}

describe('an HTTP API', () => {
  it.each<[string[], number, string]>([
    [[], 401, 'Unauthorized'],
    [['Authorization', 'Bearer someone'], 401, 'Unauthorized'],
    [['Authorization', 'Bearer nobody'], 403, 'Forbidden'],
  ])('refuses %j where a token is needed', async (headers, status, message) => {
    expect(await call(createApi(), request('GET', headers))).toEqual({ status, body: { message } });
  });

  it.each(['Bearer reader', 'bearer reader', 'reader'])(
    'hands on the claims of "%s"',
    async (authorization) => {
      const { body } = await call(createApi(), request('GET', ['authorization', authorization]));

      expect(body.requestContext.authorizer).toEqual({
        jwt: {
          claims: {
            iss: 'https://cognito',
            sub: 'local-admin',
            client_id: 'local-admin',
            username: 'local-admin',
            token_use: 'access',
            scope: 'shop/read',
          },
          scopes: ['shop/read'],
        },
      });
    },
  );

  it('asks for no token where none is needed', async () => {
    const { status, body } = await call(createApi(), request('POST'));

    expect(status).toBe(200);
    expect(body.requestContext).not.toHaveProperty('authorizer');
  });

  it('answers 404 where there is no route', async () => {
    expect(await call(createApi(), request('DELETE'))).toEqual({
      status: 404,
      body: { message: 'Not Found' },
    });
  });

  it('hides the error of a function', async () => {
    const api = createApi({ invoke: async () => failed('TypeError', 'secret') });

    expect(await call(api, request('POST'))).toEqual({
      status: 500,
      body: { message: 'Internal Server Error' },
    });
  });

  it('gives up on a function that takes longer than the integration allows', async () => {
    const api = createApi({
      invoke: () => new Promise(() => {}),
      after: (delayMs, passed) => {
        expect(delayMs).toBe(30_000);
        passed();
        return () => {};
      },
    });

    expect(await call(api, request('POST'))).toEqual({
      status: 503,
      body: { message: 'Service Unavailable' },
    });
  });

  it('takes no request that Lambda could not', async () => {
    const large = request('POST', [], 'x'.repeat(6 * 1024 * 1024));

    expect(await call(createApi(), large)).toEqual({
      status: 413,
      body: { message: 'Request Entity Too Large' },
    });
  });
});
