import { describe, expect, it } from 'vitest';
import { matchRoute, parseRouteKey } from '../../../../../infra/local/runtime/http/route-key.ts';

const keys = [
  'GET /pets/dog/1',
  'GET /pets/dog/{id}',
  'GET /pets/{proxy+}',
  'ANY /{proxy+}',
  'ANY /orders',
  'PUT /orders',
  '$default',
];
const routes = keys.map((text) => ({ key: parseRouteKey(text, 'Shop/Api') }));

describe('the route of a request', () => {
  it.each<[string, string, string, Record<string, string>]>([
    // the example of API Gateway's own documentation
    ['GET', '/pets/dog/1', 'GET /pets/dog/1', {}],
    ['GET', '/pets/dog/2', 'GET /pets/dog/{id}', { id: '2' }],
    ['GET', '/pets/cat/1', 'GET /pets/{proxy+}', { proxy: 'cat/1' }],
    ['POST', '/test/5', 'ANY /{proxy+}', { proxy: 'test/5' }],
    ['PUT', '/orders', 'PUT /orders', {}],
    ['GET', '/orders', 'ANY /orders', {}],
    ['GET', '/', '$default', {}],
    ['GET', '/pets/dog/a%20b', 'GET /pets/dog/{id}', { id: 'a b' }],
    ['GET', '/pets/dog/%zz', 'GET /pets/dog/{id}', { id: '%zz' }],
  ])('%s %s is %s', (method, path, key, pathParameters) => {
    const match = matchRoute(routes, method, path);

    expect(match?.route.key.text).toBe(key);
    expect(match?.pathParameters).toEqual(pathParameters);
  });

  it('is none when nothing matches and there is no $default', () => {
    expect(matchRoute(routes.slice(0, 2), 'POST', '/pets/dog/1')).toBeUndefined();
  });

  it.each(['GET', 'GET pets', '$connect', 'GET /a b'])('cannot have the key "%s"', (text) => {
    expect(() => parseRouteKey(text, 'Shop/Api')).toThrow(`unsupported route key "${text}"`);
  });
});
