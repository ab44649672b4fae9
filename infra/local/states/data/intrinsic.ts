import { createHash, randomUUID } from 'node:crypto';
import { isList, isObject, type Json } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';
import { type Argument, parseIntrinsic } from './intrinsic-syntax.ts';
import { readPath, type Sources } from './path.ts';

type Intrinsic = (...values: readonly Json[]) => Json | undefined;

// an undefined answer means that the values are not of the kinds the function takes
const intrinsics: Readonly<Record<string, Intrinsic>> = {
  'States.Array': (...values) => values,
  'States.ArrayContains': (list, value) => isList(list) && list.some((entry) => isSame(entry, value)),
  'States.ArrayGetItem': (list, index) => (isList(list) ? list[Number(index)] : undefined),
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
  'States.StringSplit': (text, separator) =>
    fromText(text, (words) => words.split(String(separator)).filter((word) => word !== '')),
  'States.StringToJson': (text) => fromText(text, (json) => JSON.parse(json)),
  'States.UUID': () => randomUUID(),
};

/** The functions that run here. */
export const intrinsicNames: readonly string[] = Object.keys(intrinsics);

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
  return template.replaceAll('{}', () => {
    const value = rest.shift();
    if (value === undefined) throw new Error('there are more {} than arguments');
    return typeof value === 'string' ? value : JSON.stringify(value);
  });
}

function isSame(one: Json, other: Json | undefined): boolean {
  return JSON.stringify(one) === JSON.stringify(other);
}
