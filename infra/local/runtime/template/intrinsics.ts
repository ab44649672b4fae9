import { isList, isObject, type Json, type JsonObject } from './json.ts';
import { noValue, type Resolved, type Scope } from './scope.ts';
import { TemplateError, UnsupportedError } from './unsupported.ts';

type Intrinsic = (argument: Json, scope: Scope) => Resolved;

const intrinsics: Readonly<Record<string, Intrinsic>> = {
  Ref: (argument, scope) => refer(text(argument, scope), scope),
  'Fn::GetAtt': (argument, scope) => getAttribute(argument, scope),
  'Fn::Join': (argument, scope) => {
    const [separator, parts] = pair(argument, scope);
    return list(parts, scope)
      .map((part) => text(part, scope))
      .join(text(separator, scope));
  },
  'Fn::Sub': (argument, scope) => substitute(argument, scope),
  'Fn::Select': (argument, scope) => {
    const [index, values] = pair(argument, scope);
    const selected = list(values, scope)[Number(index)];
    if (selected === undefined)
      throw new TemplateError(`Fn::Select has no entry ${String(index)}`, scope.path);
    return selected;
  },
  'Fn::Split': (argument, scope) => {
    const [separator, value] = pair(argument, scope);
    return text(value, scope).split(text(separator, scope));
  },
  'Fn::If': (argument, scope) => {
    const [name, yes, no] = isList(argument) ? argument : [];
    if (yes === undefined || no === undefined)
      throw new TemplateError('Fn::If needs three entries', scope.path);
    return resolveValue(scope.condition(text(name, scope)) ? yes : no, scope);
  },
};

/** Replaces every expression inside a value; entries that become `AWS::NoValue` disappear. */
export function resolve(value: Json, scope: Scope): Json {
  const resolved = resolveValue(value, scope);
  if (resolved === noValue) throw new TemplateError('AWS::NoValue where a value is needed', scope.path);
  return resolved;
}

export function resolveObject(value: JsonObject, scope: Scope): JsonObject {
  const kept = Object.entries(value)
    .map(([name, part]) => [name, resolveValue(part, scope)] as const)
    .filter((entry): entry is readonly [string, Json] => entry[1] !== noValue);
  return Object.fromEntries(kept);
}

function resolveValue(value: Json, scope: Scope): Resolved {
  if (isList(value)) {
    return value.map((part) => resolveValue(part, scope)).filter((part): part is Json => part !== noValue);
  }
  if (!isObject(value)) return value;
  const [name, ...others] = Object.keys(value);
  if (name === undefined || others.length > 0 || !isFunctionName(name)) return resolveObject(value, scope);
  const intrinsic = intrinsics[name];
  if (intrinsic === undefined) throw new UnsupportedError(`function "${name}"`, scope.path);
  return intrinsic(value[name] ?? null, scope);
}

function isFunctionName(name: string): boolean {
  return name === 'Ref' || name.startsWith('Fn::');
}

function refer(name: string, scope: Scope): Resolved {
  const value = name === 'AWS::NoValue' ? noValue : scope.ref(name);
  if (value === undefined) throw new TemplateError(`Ref to unknown "${name}"`, scope.path);
  return value;
}

function getAttribute(argument: Json, scope: Scope): Json {
  const [logicalId, ...rest] = typeof argument === 'string' ? argument.split('.') : list(argument, scope);
  const name = rest.map((part) => text(part, scope)).join('.');
  const target = text(logicalId, scope);
  const value = scope.attribute(target, name);
  if (value === undefined) throw new UnsupportedError(`attribute "${target}.${name}"`, scope.path);
  return value;
}

const placeholder = /\$\{(!?)([^}]+)\}/g;

function substitute(argument: Json, scope: Scope): string {
  const [pattern, own] = isList(argument) ? argument : [argument];
  const variables = isObject(own) ? own : {};
  const value = (name: string): Json => {
    const variable = variables[name];
    if (variable !== undefined) return resolve(variable, scope);
    return resolve(name.includes('.') ? { 'Fn::GetAtt': name } : { Ref: name }, scope);
  };
  return text(pattern, scope).replaceAll(placeholder, (_, literal: string, name: string) =>
    literal ? `\${${name}}` : text(value(name), scope),
  );
}

function pair(argument: Json, scope: Scope): readonly [Json, Json] {
  const [first, second] = isList(argument) ? argument : [];
  if (first === undefined || second === undefined) {
    throw new TemplateError(`a function needs two entries, got ${JSON.stringify(argument)}`, scope.path);
  }
  return [first, second];
}

function list(value: Json | undefined, scope: Scope): readonly Json[] {
  const resolved = resolve(value ?? null, scope);
  if (isList(resolved)) return resolved;
  throw new TemplateError(`a list is needed, got ${JSON.stringify(resolved)}`, scope.path);
}

function text(value: Json | undefined, scope: Scope): string {
  const resolved = resolve(value ?? null, scope);
  if (typeof resolved === 'string' || typeof resolved === 'number') return String(resolved);
  throw new TemplateError(`text is needed, got ${JSON.stringify(resolved)}`, scope.path);
}
