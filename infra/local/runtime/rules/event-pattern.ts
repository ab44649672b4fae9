import { isList, isObject, type Json, type JsonObject } from '../template/json.ts';
import { UnsupportedError } from '../template/unsupported.ts';

export type Matches = (value: unknown) => boolean;

type Compile = (expected: Json, path: string) => Matches;

const comparisons: Readonly<Record<string, (value: number, limit: number) => boolean>> = {
  '=': (value, limit) => value === limit,
  '<': (value, limit) => value < limit,
  '<=': (value, limit) => value <= limit,
  '>': (value, limit) => value > limit,
  '>=': (value, limit) => value >= limit,
};

const operators: Readonly<Record<string, Compile>> = {
  exists: (expected) => (value) => isLeaf(value) === (expected === true),
  prefix: (expected) => (value) => typeof value === 'string' && value.startsWith(String(expected)),
  numeric: (expected, path) => compileNumeric(expected, path),
};

/** Compiles the patterns of a FilterCriteria; a record passes when one of them matches, and always when there is none. */
export function compileFilter(patterns: readonly string[], path: string): Matches {
  const alternatives = patterns.map((pattern) => compilePattern(JSON.parse(pattern), path));
  return (value) => alternatives.length === 0 || alternatives.some((matches) => matches(value));
}

/** Compiles one pattern, in the language that Lambda's filters and EventBridge's rules share. */
export function compilePattern(pattern: Json, path: string): Matches {
  if (isList(pattern)) return compileLeaf(pattern, path);
  if (!isObject(pattern)) throw unsupported(pattern, path);
  const parts = Object.entries(pattern).map(([name, part]) => [name, compilePattern(part, path)] as const);
  return (value) => parts.every(([name, matches]) => matches(isObject(value) ? value[name] : undefined));
}

function compileLeaf(expected: readonly Json[], path: string): Matches {
  const alternatives = expected.map((rule) => compileRule(rule, path));
  return (value) => {
    const candidates = isList(value) ? value : [value];
    return alternatives.some((matches) => candidates.some((candidate) => matches(candidate)));
  };
}

function compileRule(rule: Json, path: string): Matches {
  if (isList(rule)) throw unsupported(rule, path);
  if (!isObject(rule)) return (value) => value === rule;
  return compileOperator(rule, path);
}

function compileOperator(rule: JsonObject, path: string): Matches {
  const [name, ...others] = Object.keys(rule);
  const compile = name === undefined ? undefined : operators[name];
  if (name === undefined || compile === undefined || others.length > 0) throw unsupported(rule, path);
  return compile(rule[name] ?? null, path);
}

function compileNumeric(expected: Json, path: string): Matches {
  const words = isList(expected) ? expected : [];
  if (words.length !== 2 && words.length !== 4) throw unsupported(expected, path);
  const bounds: Matches[] = [];
  for (let index = 0; index < words.length; index += 2) {
    const compare = comparisons[String(words[index])];
    const limit = words[index + 1];
    if (compare === undefined || typeof limit !== 'number') throw unsupported(expected, path);
    bounds.push((value) => typeof value === 'number' && compare(value, limit));
  }
  return (value) => bounds.every((matches) => matches(value));
}

// exists asks for leaves only, in EventBridge's own words
function isLeaf(value: unknown): boolean {
  return value !== undefined && !isObject(value);
}

function unsupported(rule: Json, path: string): UnsupportedError {
  const allowed = 'exact values, exists, prefix, numeric';
  return new UnsupportedError(`filter rule ${JSON.stringify(rule)} (supported: ${allowed})`, path);
}
