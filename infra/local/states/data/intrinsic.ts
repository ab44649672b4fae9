import { createHash, randomUUID } from 'node:crypto';
import { isList, isObject, type Json } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';
import { fractionOf } from './fraction.ts';
import { type Argument, parseIntrinsic } from './intrinsic-syntax.ts';
import { readPath, type Sources } from './path.ts';

type Intrinsic = (...values: readonly Json[]) => Json | undefined;

// an undefined answer means that the values are not of the kinds the function takes
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Array': (...values) => values,
  'States.ArrayContains': (list, value) => isList(list) && list.some((entry) => isSame(entry, value)),
  'States.ArrayGetItem': (list, index) => (isList(list) ? list[Number(index)] : undefined),
  'States.ArrayPartition': (list, size) =>
    isList(list) && isWhole(size) && size > 0 ? partition(list, size) : undefined,
  'States.ArrayRange': (first, last, step) =>
    isWhole(first) && isWhole(last) && isWhole(step) && step !== 0 ? range(first, last, step) : undefined,
  'States.ArrayUnique': (list) => (isList(list) ? unique(list) : undefined),
  'States.ArrayLength': (list) => (isList(list) ? list.length : undefined),
  'States.Base64Decode': (text) => fromText(text, (data) => Buffer.from(data, 'base64').toString()),
  'States.Base64Encode': (text) => fromText(text, (data) => Buffer.from(data).toString('base64')),
  'States.Format': (template, ...values) => fromText(template, (text) => format(text, values)),
  'States.Hash': (text, algorithm) =>
    fromText(text, (data) =>
      createHash(String(algorithm).replace('-', '').toLowerCase()).update(data).digest('hex'),
    ),
  'States.JsonMerge': (one, other, deep) =>
    isObject(one) && isObject(other) && deep === false ? { ...one, ...other } : undefined,
  'States.JsonToString': (value) => JSON.stringify(value),
  'States.MathAdd': (one, other) =>
    typeof one === 'number' && typeof other === 'number' ? one + other : undefined,
  'States.MathRandom': (first, last, seed) =>
    isWhole(first) && isWhole(last) && first < last ? random(first, last, seed) : undefined,
  'States.StringSplit': (text, separator) =>
    fromText(text, (words) => words.split(String(separator)).filter((word) => word !== '')),
  'States.StringToJson': (text) => fromText(text, (json) => JSON.parse(json)),
  'States.UUID': () => randomUUID(),
};

/** Evaluates an intrinsic function such as `States.Format('{}!', $.name)`. */
export function evaluateIntrinsic(expression: string, sources: Sources): Json {
  const call = parseIntrinsic(expression);
  if (call === undefined) throw failure(expression, 'it is no intrinsic function');
  return evaluate(call, sources, expression);
}

function evaluate(argument: Argument, sources: Sources, expression: string): Json {
  if (argument.type === 'literal') return argument.value;
  if (argument.type === 'path') return readPath(argument.path, sources, 'States.ParameterPathFailure');
  const values = argument.arguments.map((each) => evaluate(each, sources, expression));
  const result = attempt(expression, () => intrinsics[argument.name]?.(...values));
  if (result === undefined) throw failure(expression, `it does not take ${JSON.stringify(values)}`);
  return result;
}

function attempt<T>(expression: string, run: () => T): T {
  try {
    return run();
  } catch (error) {
    throw failure(expression, String(error));
  }
}

function failure(expression: string, reason: string): StateError {
  return new StateError('States.IntrinsicFailure', `The function '${expression}' had an error: ${reason}`);
}

function fromText(value: Json | undefined, change: (text: string) => Json): Json | undefined {
  return typeof value === 'string' ? change(value) : undefined;
}

function format(template: string, values: readonly Json[]): string {
  const rest = [...values];
  return template.replaceAll(/\\([{}])|\{\}/g, (_, brace?: string) => {
    if (brace !== undefined) return brace;
    const value = rest.shift();
    if (value === undefined) throw new Error('there are more {} than arguments');
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

// what Step Functions makes of a range at most
const maxRange = 1000;

function range(first: number, last: number, step: number): readonly number[] {
  const count = Math.max(Math.floor((last - first) / step) + 1, 0);
  if (count > maxRange) throw new Error(`the range has more than ${maxRange} numbers`);
  return Array.from({ length: count }, (_, index) => first + index * step);
}

function partition(list: readonly Json[], size: number): readonly Json[] {
  return Array.from({ length: Math.ceil(list.length / size) }, (_, index) =>
    list.slice(index * size, (index + 1) * size),
  );
}

function unique(list: readonly Json[]): readonly Json[] {
  return [...new Map(list.map((entry) => [JSON.stringify(entry), entry])).values()];
}

// the same seed answers the same
function random(first: number, last: number, seed: Json | undefined): number {
  const share = seed === undefined ? Math.random() : fractionOf(JSON.stringify(seed));
  return first + Math.floor(share * (last - first));
}

function isWhole(value: Json | undefined): value is number {
  return typeof value === 'number' && Number.isInteger(value);
}

function isSame(one: Json, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
