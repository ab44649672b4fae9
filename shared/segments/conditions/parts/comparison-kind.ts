import { operatorNames } from '../../operators.ts';
import type { ConditionKind } from '../condition-kind.ts';
import { type Comparison, parseComparison, parseName, reviewComparison } from './comparison.ts';

/** Names a value under the key of its kind, and compares it with something. */
export type Compared<Name extends string> = { readonly [Key in Name]: string } & Comparison;

/** All of a kind that compares one named value, but how the value is found. */
export function comparisonKind<Name extends 'trait' | 'computed' | 'group'>(
  name: Name,
): Omit<ConditionKind<Compared<Name>>, 'compile'> {
  return {
    keys: [name, 'ignoreCase', ...operatorNames],
    nodes: () => 1,
    parts: () => [],
    takesAnyValue: true,
    parse: (value, { pointer }) => {
      const named = { [name]: parseName(value[name], { pointer, name }) };
      // a computed key forgets which it is
      return { ...named, ...parseComparison(value, { subject: name, pointer }) } as Compared<Name>;
    },
    review: (condition, { pointer }) => reviewComparison(condition, { path: condition[name], pointer }),
  };
}
