import { describe, expect, it } from 'vitest';
import { Refusal } from '../../../functions/collector/refusal.ts';
import { routeOf } from '../../../functions/collector/route.ts';

const METHODS = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE'];
const TYPES = { track: 't', identify: 'i', page: 'p', screen: 's', group: 'g', alias: 'a' };
const KEY = 'cBrowserKey00000000000000';
const chunk = 'queryString.bundle.34b193ada8fe288d1bd1.js';

type Row = readonly [method: 'GET' | 'POST', path: string, route: object];

const rows: readonly Row[] = [
  ...['/v1/batch', '/v1/import', '/v1/import/', '/v1/b', '/b', '/beacon/v1/batch'].map(
    (path): Row => ['POST', path, { kind: 'batch' }],
  ),
  ...Object.entries(TYPES).flatMap(([type, letter]): Row[] => [
    ['POST', `/v1/${type}`, { kind: 'single', type }],
    ['POST', `/v1/${letter}`, { kind: 'single', type }],
    ['POST', `/${letter}`, { kind: 'single', type }],
    ['POST', `/api/s/${type}`, { kind: 'single', type }],
    ['POST', `/api/s/s2s/${type}`, { kind: 'single', type }],
    ['GET', `/v1/pixel/${type}`, { kind: 'pixel', type }],
  ]),
  ['GET', '/pixel/v1/track', { kind: 'pixel', type: 'track' }],
  ['GET', '/pixel/v1/page', { kind: 'pixel', type: 'page' }],
  ['POST', '/v1/m', { kind: 'metrics' }],
  ['GET', `/v1/projects/${KEY}/settings`, { kind: 'settings', writeKey: KEY }],
  ['GET', '/sourceConfig/', { kind: 'source-config' }],
  ['GET', '/sourceConfig', { kind: 'source-config' }],
  [
    'GET',
    `/analytics.js/v1/${KEY}/analytics.min.js`,
    { kind: 'script', file: 'analytics-next/standalone.js' },
  ],
  ['GET', `/analytics-next/bundles/${chunk}`, { kind: 'script', file: `analytics-next/${chunk}` }],
  ['GET', '/p.js', { kind: 'script', file: 'p.js.txt' }],
];

describe('the path of a request', () => {
  it.each(rows)('%s %s is served', (method, path, route) => {
    expect(routeOf(method, path)).toEqual(route);
  });

  it.each(
    rows.flatMap(([allowed, path]) =>
      METHODS.filter((method) => method !== allowed).map((method) => [method, path, allowed] as const),
    ),
  )('%s %s is the wrong method, %s is right', (method, path, allowed) => {
    expect(routeOf(method, path)).toMatchObject({
      status: 405,
      code: 'method_not_allowed',
      headers: { allow: `${allowed}, OPTIONS` },
    });
  });

  it.each([
    '/',
    '',
    '//',
    '/v1',
    '/v1//track',
    '//v1/track',
    '/v1/track//',
    '/V1/Track',
    '/v1/TRACK',
    '/v1/track%2f',
    '/v1/track%2f..',
    '/v1/%74rack',
    '/v1/./track',
    '/v1/x/../track',
    '/v1/%2e%2e/v1/track',
    '/v1/track;a=b',
    '/v1/track\u{0}',
    '/v1/constructor',
    '/__proto__',
    '/v1/pixel/foo',
    '/pixel/v1/identify',
    '/v1/projects//settings',
    '/v1/projects/a/b/settings',
    '/analytics.js/v1/analytics.min.js',
    '/analytics-next/bundles/',
    '/analytics-next/bundles/../../index.js',
  ])('%j leads nowhere, whatever the method', (path) => {
    for (const method of METHODS) {
      const route = routeOf(method, path);
      expect(route instanceof Refusal ? route.status : route).toBe(404);
    }
  });
});
