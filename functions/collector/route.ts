import type { EventType } from '../../events/event.ts';
import { Refusal } from './refusal.ts';

export type Route =
  | { readonly kind: 'batch' }
  | { readonly kind: 'single'; readonly type: EventType }
  | { readonly kind: 'metrics' }
  | { readonly kind: 'settings'; readonly writeKey: string };

const LETTERS: Readonly<Record<EventType, string>> = {
  track: 't',
  identify: 'i',
  page: 'p',
  screen: 's',
  group: 'g',
  alias: 'a',
};

const postRoutes = new Map<string, Route>([
  ...['/v1/batch', '/v1/import', '/v1/b', '/b', '/beacon/v1/batch'].map((path): [string, Route] => [
    path,
    { kind: 'batch' },
  ]),
  // what analytics-next tells about itself
  ...['/v1/m', '/m'].map((path): [string, Route] => [path, { kind: 'metrics' }]),
  ...typed((type, letter) => [
    `/v1/${type}`,
    `/v1/${letter}`,
    `/${letter}`,
    `/api/s/${type}`,
    `/api/s/s2s/${type}`,
  ]),
]);

function typed(paths: (type: EventType, letter: string) => string[]): [string, Route][] {
  // the keys of the table are exactly the event types
  const types = Object.entries(LETTERS) as [EventType, string][];
  return types.flatMap(([type, letter]) =>
    paths(type, letter).map((path): [string, Route] => [path, { kind: 'single', type }]),
  );
}

const SETTINGS = /^\/v1\/projects\/([^/]+)\/settings$/;

/** What a request is for. Paths are exact, but for one slash at the end that some SDKs add. */
export function routeOf(method: string, rawPath: string): Route | Refusal {
  const path = rawPath.length > 1 && rawPath.endsWith('/') ? rawPath.slice(0, -1) : rawPath;
  const posted = postRoutes.get(path);
  if (posted !== undefined) return method === 'POST' ? posted : refuseMethod(method, 'POST');
  const writeKey = SETTINGS.exec(path)?.[1];
  if (writeKey !== undefined)
    return method === 'GET' ? { kind: 'settings', writeKey } : refuseMethod(method, 'GET');
  return new Refusal(404, 'not_found', 'nothing is served under this path');
}

function refuseMethod(method: string, allowed: string): Refusal {
  const message = `method ${method} is not served here, only ${allowed} is`;
  return new Refusal(405, 'method_not_allowed', message).withHeaders({ allow: `${allowed}, OPTIONS` });
}
