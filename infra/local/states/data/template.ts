import { isList, isObject, type Json } from '../../runtime/template/json.ts';
import { StateError } from '../state-error.ts';
import { evaluateIntrinsic } from './intrinsic.ts';
import { readPath, type Sources } from './path.ts';

/** Fills a payload template: a name that ends in `.$` takes what its path or intrinsic function answers. */
export function fillTemplate(template: Json, sources: Sources): Json {
  if (isList(template)) return template.map((part) => fillTemplate(part, sources));
  if (!isObject(template)) return template;
  return Object.fromEntries(
    Object.entries(template).map(([name, part]) =>
      name.endsWith('.$')
        ? [name.slice(0, -2), evaluate(part, sources)]
        : [name, fillTemplate(part, sources)],
    ),
  );
}

/** What a path or an intrinsic function answers. */
export function evaluate(expression: Json, sources: Sources): Json {
  if (typeof expression !== 'string') {
    throw new StateError('States.ParameterPathFailure', `${JSON.stringify(expression)} is not a path`);
  }
  return expression.startsWith('$')
    ? readPath(expression, sources, 'States.ParameterPathFailure')
    : evaluateIntrinsic(expression, sources);
}
