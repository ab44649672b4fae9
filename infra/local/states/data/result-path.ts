import { isObject, type Json, type JsonObject } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';

/** The names of a reference path, `$.a.b` or `$['a']['b']`; undefined when it is none of names only. */
export function namesOf(path: string): readonly string[] | undefined {
  const segments = /^\$((?:\.[\p{L}_][\p{L}\p{N}_-]*|\['[^']+'\])*)$/u.exec(path);
  if (segments === null) return undefined;
  return [...(segments[1] ?? '').matchAll(/\.([^.[]+)|\['([^']+)'\]/g)].map(
    ([, plain, quoted]) => plain ?? quoted ?? '',
  );
}

/** Puts a result into the input where ResultPath says; null discards it. */
export function placeResult(path: string | null | undefined, input: Json, result: Json): Json {
  if (path === null) return input;
  return place(namesOf(path ?? '$') ?? [], input, result);
}

function place(names: readonly string[], into: Json, value: Json): Json {
  const [name, ...rest] = names;
  if (name === undefined) return value;
  if (!isObject(into)) {
    throw new StateError(
      'States.ResultPathMatchFailure',
      `Unable to apply ResultPath at '${name}' to ${JSON.stringify(into)}`,
    );
  }
  const inner = Object.hasOwn(into, name) ? (into[name] ?? {}) : {};
  // not an assignment, which would take __proto__ for the prototype
  return Object.fromEntries([
    ...Object.entries(into),
    [name, place(rest, inner, value)],
  ]) satisfies JsonObject;
}
