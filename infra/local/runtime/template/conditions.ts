import { resolve } from './intrinsics.ts';
import { isList, isObject, type Json, type JsonObject } from './json.ts';
import type { Scope } from './scope.ts';
import { TemplateError, UnsupportedError } from './unsupported.ts';

type Combine = (parts: readonly Json[], scope: Scope) => boolean;

const combinations: Readonly<Record<string, Combine>> = {
  'Fn::Equals': ([left, right], scope) =>
    JSON.stringify(resolve(left ?? null, scope)) === JSON.stringify(resolve(right ?? null, scope)),
  'Fn::And': (parts, scope) => parts.every((part) => evaluate(part, scope)),
  'Fn::Or': (parts, scope) => parts.some((part) => evaluate(part, scope)),
  'Fn::Not': ([part], scope) => !evaluate(part ?? null, scope),
};

/** Evaluates one of the template's named conditions. */
export function evaluateCondition(
  name: string,
  conditions: JsonObject,
  scope: Omit<Scope, 'condition'>,
): boolean {
  const expression = conditions[name];
  if (expression === undefined) throw new TemplateError(`unknown condition "${name}"`, scope.path);
  const condition = (other: string): boolean => evaluateCondition(other, conditions, scope);
  return evaluate(expression, { ...scope, path: `condition ${name}`, condition });
}

function evaluate(expression: Json, scope: Scope): boolean {
  const [name] = isObject(expression) ? Object.keys(expression) : [];
  if (name === undefined || !isObject(expression)) {
    throw new TemplateError(`not a condition: ${JSON.stringify(expression)}`, scope.path);
  }
  const argument = expression[name] ?? null;
  if (name === 'Condition') return scope.condition(String(argument));
  const combination = combinations[name];
  if (combination === undefined) throw new UnsupportedError(`condition function "${name}"`, scope.path);
  return combination(isList(argument) ? argument : [], scope);
}
