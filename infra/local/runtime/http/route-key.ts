import { UnsupportedError } from '../template/unsupported.ts';

type Segment =
  | { readonly kind: 'literal'; readonly text: string }
  | { readonly kind: 'parameter'; readonly name: string }
  | { readonly kind: 'greedy'; readonly name: string };

export type RouteKey = {
  readonly text: string;
  readonly method: string;
  /** Undefined for `$default`, which takes what no other route does. */
  readonly segments: readonly Segment[] | undefined;
};

export function parseRouteKey(text: string, path: string): RouteKey {
  if (text === '$default') return { text, method: 'ANY', segments: undefined };
  const [method, resource, ...rest] = text.split(' ');
  if (method === undefined || !resource?.startsWith('/') || rest.length > 0) {
    throw new UnsupportedError(
      `route key "${text}" (supported: "METHOD /path", "ANY /path", "$default")`,
      path,
    );
  }
  return { text, method, segments: splitPath(resource).map(parseSegment) };
}

export type RouteMatch<Route> = { readonly route: Route; readonly pathParameters: Record<string, string> };

/** The route API Gateway would choose: the most specific path, then the method before ANY, and `$default` last. */
export function matchRoute<Route extends { readonly key: RouteKey }>(
  routes: readonly Route[],
  method: string,
  path: string,
): RouteMatch<Route> | undefined {
  const parts = splitPath(path);
  const matches = routes
    .filter(({ key }) => key.method === 'ANY' || key.method === method)
    .flatMap((route) => matchOne(route, parts));
  return matches.sort((left, right) => compare(left.route.key, right.route.key))[0];
}

function matchOne<Route extends { readonly key: RouteKey }>(
  route: Route,
  parts: readonly string[],
): readonly RouteMatch<Route>[] {
  const { segments } = route.key;
  if (segments === undefined) return [{ route, pathParameters: {} }];
  const last = segments.at(-1);
  const isGreedy = last?.kind === 'greedy';
  if (isGreedy ? parts.length < segments.length : parts.length !== segments.length) return [];
  const pathParameters: Record<string, string> = {};
  for (const [index, segment] of segments.entries()) {
    const part = segment.kind === 'greedy' ? parts.slice(index).join('/') : (parts[index] ?? '');
    if (segment.kind === 'literal' ? segment.text !== part : part === '') return [];
    if (segment.kind !== 'literal') pathParameters[segment.name] = decode(part);
  }
  return [{ route, pathParameters }];
}

const specificity = { literal: 0, parameter: 1, greedy: 2 } as const;

function compare(left: RouteKey, right: RouteKey): number {
  const [ranks, others] = [left, right].map(({ segments }) =>
    (segments ?? []).map(({ kind }) => specificity[kind]),
  );
  if (left.segments === undefined || right.segments === undefined) {
    return Number(left.segments === undefined) - Number(right.segments === undefined);
  }
  for (const [index, rank] of (ranks ?? []).entries()) {
    const difference = rank - (others?.[index] ?? specificity.greedy);
    if (difference !== 0) return difference;
  }
  return Number(left.method === 'ANY') - Number(right.method === 'ANY');
}

function splitPath(path: string): readonly string[] {
  return path.replace(/^\//, '').split('/');
}

function parseSegment(text: string): Segment {
  const [, name, greedy] = /^\{([^+}]+)(\+?)\}$/.exec(text) ?? [];
  if (name === undefined) return { kind: 'literal', text };
  return { kind: greedy ? 'greedy' : 'parameter', name };
}

function decode(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}
