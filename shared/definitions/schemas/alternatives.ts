/** What zod has no word for: which keys an object must, or may not, hold together. */
type Rule = { readonly [Keyword in string]: unknown };

export function exactlyOneOf(names: readonly string[]): Rule {
  return { oneOf: names.map((name) => hasAny([name])) };
}

/** Keys of one of the groups, or none of them. */
export function atMostOneOf(groups: readonly (readonly string[])[]): Rule {
  return { oneOf: [...groups.map(hasAny), { not: hasAny(groups.flat()) }] };
}

/** Where the key stands, one of the others must. */
export function besideAnyOf(key: string, names: readonly string[]): Rule {
  return { dependentSchemas: { [key]: hasAny(names) } };
}

function hasAny(names: readonly string[]): Rule {
  const [first, second] = names;
  if (first !== undefined && second === undefined) return { required: [first] };
  return { anyOf: names.map((name) => ({ required: [name] })) };
}
