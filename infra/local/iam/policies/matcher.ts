/** One entry of a policy: what it says, and what it applies to. */
export type Matcher = { readonly text: string; matches(value: string): boolean };

/** A pattern of IAM: `*` stands for any run of characters, `?` for one. */
export function pattern(text: string, flags: '' | 'i' = ''): Matcher {
  const source = text
    .replace(/[.+^${}()|[\]\\]/g, '\\$&')
    .replaceAll('*', '.*')
    .replaceAll('?', '.');
  const expression = new RegExp(`^${source}$`, `s${flags}`);
  return { text, matches: (value) => expression.test(value) };
}

/** A pattern of an ARN as conditions compare it: each of the six parts by itself. */
export function arnPattern(text: string): Matcher {
  const parts = arnParts(text).map((part) => pattern(part));
  return {
    text,
    matches: (value) => {
      const values = arnParts(value);
      return values.length === parts.length && parts.every((part, at) => part.matches(values[at] ?? ''));
    },
  };
}

// the sixth part may hold colons of its own
function arnParts(arn: string): string[] {
  const parts = arn.split(':');
  return [...parts.slice(0, 5), parts.slice(5).join(':')];
}

/** What `NotAction` and `NotResource` apply to. */
export function noneOf(matchers: readonly Matcher[]): Matcher {
  const text = `all but ${matchers.map((matcher) => matcher.text).join(', ')}`;
  return { text, matches: (value) => !matchers.some((matcher) => matcher.matches(value)) };
}
