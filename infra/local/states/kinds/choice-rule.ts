import * as z from 'zod';
import { isObject, type Json, type JsonObject } from '../../runtime/template/json.ts';
import { findPath, readPath, type Sources } from '../data/path.ts';
import { StateError } from '../state-error.ts';

export type Holds = (sources: Sources) => boolean;

type Compare = (value: Json, expected: Json) => boolean;

// a value of another kind is no match, never an error
const kinds: Readonly<Record<string, (value: Json) => number | string | boolean | undefined>> = {
  Boolean: (value) => (typeof value === 'boolean' ? value : undefined),
  Numeric: (value) => (typeof value === 'number' ? value : undefined),
  String: (value) => (typeof value === 'string' ? value : undefined),
  Timestamp: instant,
};

const orders: Readonly<Record<string, (one: unknown, other: unknown) => boolean>> = {
  Equals: (one, other) => one === other,
  // both are of one kind, number or text
  LessThan: (one, other) => (one as number) < (other as number),
  LessThanEquals: (one, other) => (one as number) <= (other as number),
  GreaterThan: (one, other) => (one as number) > (other as number),
  GreaterThanEquals: (one, other) => (one as number) >= (other as number),
};

const comparisons = new Map<string, Compare>([
  ...Object.entries(kinds).flatMap(([kind, read]) =>
    Object.entries(orders)
      .filter(([order]) => kind !== 'Boolean' || order === 'Equals')
      .map(([order, holds]): [string, Compare] => [`${kind}${order}`, compareAs(read, holds)]),
  ),
  ['StringMatches', (value, pattern) => typeof value === 'string' && glob(String(pattern)).test(value)],
]);

const tests = new Map<string, (value: Json) => boolean>([
  ['IsBoolean', (value) => typeof value === 'boolean'],
  ['IsNull', (value) => value === null],
  ['IsNumeric', (value) => typeof value === 'number'],
  ['IsString', (value) => typeof value === 'string'],
  ['IsTimestamp', (value) => instant(value) !== undefined],
]);

const withoutPath = new Set(['StringMatches']);
const annotations = new Set(['Next', 'Comment']);

/** A rule as the validator let it through: its one operator is looked up when it is compiled. */
export const choiceRule = z.record(z.string(), z.json());

/** Compiles a rule of a Choice state. */
export function compileChoice(rule: JsonObject): Holds {
  const { Variable: variable, ...rest } = rule;
  const [name, ...others] = Object.keys(rest).filter((each) => !annotations.has(each));
  if (name === undefined || others.length > 0) throw unsupported(rule);
  const expected = rest[name] ?? null;
  const combined = compileCombination(name, expected);
  if (combined !== undefined) return combined;
  const holds = typeof variable === 'string' ? compileTest(name, expected, variable) : undefined;
  if (holds === undefined) throw unsupported(rule);
  return holds;
}

function compileCombination(name: string, expected: Json): Holds | undefined {
  if (name === 'Not' && isObject(expected)) {
    const holds = compileChoice(expected);
    return (sources) => !holds(sources);
  }
  if (!Array.isArray(expected)) return undefined;
  const parts = expected.map((part) => compileChoice(isObject(part) ? part : {}));
  if (name === 'And') return (sources) => parts.every((holds) => holds(sources));
  return name === 'Or' ? (sources) => parts.some((holds) => holds(sources)) : undefined;
}

function compileTest(name: string, expected: Json, variable: string): Holds | undefined {
  if (name === 'IsPresent') return (sources) => findPath(variable, sources).found === expected;
  const test = tests.get(name);
  if (test !== undefined) return (sources) => test(readVariable(variable, sources)) === expected;
  const compare = comparisons.get(name);
  if (compare !== undefined) return (sources) => compare(readVariable(variable, sources), expected);
  const plain = name.replace(/Path$/, '');
  const compareToPath = withoutPath.has(plain) ? undefined : comparisons.get(plain);
  if (compareToPath === undefined || plain === name) return undefined;
  return (sources) => compareToPath(readVariable(variable, sources), readPath(String(expected), sources));
}

function readVariable(variable: string, sources: Sources): Json {
  const found = findPath(variable, sources);
  if (found.found) return found.value;
  throw new StateError(
    'States.Runtime',
    `Invalid path '${variable}': The choice state's condition path references an invalid value.`,
  );
}

function compareAs(
  read: (value: Json) => unknown,
  holds: (one: unknown, other: unknown) => boolean,
): Compare {
  return (value, expected) => {
    const [one, other] = [read(value), read(expected)];
    return one !== undefined && other !== undefined && holds(one, other);
  };
}

function instant(value: Json): number | undefined {
  if (typeof value !== 'string' || !/^\d{4}-\d\d-\d\dT.*(Z|[+-]\d\d:\d\d)$/.test(value)) return undefined;
  const parsed = Date.parse(value);
  return Number.isNaN(parsed) ? undefined : parsed;
}

// a star stands for any text, a backslash takes the next character as it is
function glob(pattern: string): RegExp {
  const parts = pattern.match(/\\[\s\S]|[\s\S]/g) ?? [];
  const source = parts.map((part) => (part === '*' ? '[\\s\\S]*' : literal(part.at(-1) ?? '')));
  return new RegExp(`^${source.join('')}$`);
}

function literal(character: string): string {
  return character.replace(/[$()*+.?[\\\]^{|}]/, '\\$&');
}

function unsupported(rule: JsonObject): Error {
  return new Error(`choice rule ${JSON.stringify(rule)} has no operator that is known here`);
}
