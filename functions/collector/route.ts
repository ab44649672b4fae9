import type { EventType } from '../../events/event.ts';
import { Refusal } from './refusal.ts';

export type EventRoute =
  | { readonly kind: 'batch' }
  /** a pixel is a single event in the query of an image */
  | { readonly kind: 'single' | 'pixel'; readonly type: EventType };

export type Route =
  | EventRoute
  | { readonly kind: 'metrics' }
  | { readonly kind: 'settings'; readonly writeKey: string }
  | { readonly kind: 'source-config' }
  | { readonly kind: 'script'; readonly file: string };

type Served = { readonly method: 'GET' | 'POST'; readonly route: Route };

const LETTERS: Readonly<Record<EventType, string>> = {
  track: 't',
  identify: 'i',
  page: 'p',
  screen: 's',
  group: 'g',
  alias: 'a',
};
// the keys of the table are exactly the event types
const types = Object.keys(LETTERS) as EventType[];

const exact = new Map<string, Served>([
  ...posts({ kind: 'batch' }, '/v1/batch', '/v1/import', '/v1/b', '/b', '/beacon/v1/batch'),
  // what analytics-next tells about itself
  ...posts({ kind: 'metrics' }, '/v1/m', '/m'),
  ...types.flatMap((type) => [
    ...posts({ kind: 'single', type }, `/v1/${type}`, `/v1/${LETTERS[type]}`, `/${LETTERS[type]}`),
    ...posts({ kind: 'single', type }, `/api/s/${type}`, `/api/s/s2s/${type}`),
    ...gets({ kind: 'pixel', type }, `/v1/pixel/${type}`),
  ]),
  ...gets({ kind: 'pixel', type: 'track' }, '/pixel/v1/track'),
  ...gets({ kind: 'pixel', type: 'page' }, '/pixel/v1/page'),
  ...gets({ kind: 'source-config' }, '/sourceConfig'),
  ...gets({ kind: 'script', file: 'p.js.txt' }, '/p.js'),
]);

const patterns: readonly (readonly [RegExp, (part: string) => Route])[] = [
  [/^\/v1\/projects\/([^/]+)\/settings$/, (writeKey) => ({ kind: 'settings', writeKey })],
  // the script finds its key in the page, every key gets the same
  [
    /^\/analytics\.js\/v1\/([^/]+)\/analytics\.min\.js$/,
    () => ({ kind: 'script', file: 'analytics-next/standalone.js' }),
  ],
  // parts of analytics.min.js that it loads when a page needs them
  [/^\/analytics-next\/bundles\/([^/]+)$/, (file) => ({ kind: 'script', file: `analytics-next/${file}` })],
];

/** What a request is for. Paths are exact, but for one slash at the end that some SDKs add. */
export function routeOf(method: string, rawPath: string): Route | Refusal {
  const path = rawPath.length > 1 && rawPath.endsWith('/') ? rawPath.slice(0, -1) : rawPath;
  const served = exact.get(path) ?? matched(path);
  if (served === undefined) return notFound();
  return served.method === method ? served.route : refuseMethod(method, served.method);
}

export function notFound(): Refusal {
  return new Refusal(404, 'not_found', 'nothing is served under this path');
}

function posts(route: Route, ...paths: readonly string[]): [string, Served][] {
  return paths.map((path) => [path, { method: 'POST', route }]);
}

function gets(route: Route, ...paths: readonly string[]): [string, Served][] {
  return paths.map((path) => [path, { method: 'GET', route }]);
}

function matched(path: string): Served | undefined {
  for (const [pattern, routeTo] of patterns) {
    const part = pattern.exec(path)?.[1];
    if (part !== undefined) return { method: 'GET', route: routeTo(part) };
  }
  return undefined;
}

function refuseMethod(method: string, allowed: string): Refusal {
  const message = `method ${method} is not served here, only ${allowed} is`;
  return new Refusal(405, 'method_not_allowed', message).withHeaders({ allow: `${allowed}, OPTIONS` });
}
