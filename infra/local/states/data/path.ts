import { JSONPath } from 'jsonpath-plus';
import type { Json } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';

/** What paths read: `$` is the input, `$$` the context object. */
export type Sources = { readonly input: Json; readonly context: Json };

export type Found = { readonly found: true; readonly value: Json } | { readonly found: false };

// a wildcard, a list, a slice, a filter or a descent finds any number of values
const indefinite = /\.\.|\*|\[[^'"\]]*[,:?]/;

/** Reads a path; one that may find several values always finds a list. */
export function findPath(path: string, { input, context }: Sources): Found {
  const [root, rest] = path.startsWith('$$') ? [context, path.slice(1)] : [input, path];
  if (rest === '$') return { found: true, value: root };
  const values = select(rest, root);
  if (indefinite.test(rest)) return { found: true, value: values };
  const [value] = values;
  return value === undefined ? { found: false } : { found: true, value };
}

/** Reads a path that must be there; `error` names what went wrong for Catch. */
export function readPath(path: string, sources: Sources, error = 'States.Runtime'): Json {
  const found = findPath(path, sources);
  if (found.found) return found.value;
  const { input } = sources;
  throw new StateError(
    error,
    `The JSONPath '${path}' could not be found in the input '${JSON.stringify(input)}'`,
  );
}

function select(path: string, json: Json): Json[] {
  if (typeof json !== 'object' || json === null) return [];
  // the library declares less than it takes and answers
  return JSONPath({ path, json: json as object, wrap: true, eval: 'safe' }) as Json[];
}
