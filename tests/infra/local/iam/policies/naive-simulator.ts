export type Document = {
  readonly Effect: 'Allow' | 'Deny';
  readonly Action?: string[];
  readonly NotAction?: string[];
  readonly Resource?: string[];
  readonly NotResource?: string[];
  readonly Condition?: Record<string, Record<string, string[]>>;
};
export type Call = { action: string; resource: string; context: Record<string, string> };

/** IAM's rules as its documentation tells them, letter by letter and without a regular expression. */
export function simulate(statements: readonly Document[], call: Call): string {
  const applying = statements.filter((statement) => isAbout(statement, call));
  if (applying.some(({ Effect }) => Effect === 'Deny')) return 'explicitly denied';
  return applying.some(({ Effect }) => Effect === 'Allow') ? 'allowed' : 'implicitly denied';
}

function isAbout(statement: Document, { action, resource, context }: Call): boolean {
  const { Action, NotAction = [], Resource, NotResource = [], Condition = {} } = statement;
  const lower = (patterns: readonly string[]) => patterns.map((text) => text.toLowerCase());
  const named = Action
    ? anyGlob(lower(Action), action.toLowerCase())
    : !anyGlob(lower(NotAction), action.toLowerCase());
  const placed = Resource ? anyGlob(Resource, resource) : !anyGlob(NotResource, resource);
  return named && placed && Object.entries(Condition).every(([name, keys]) => holds(name, keys, context));
}

function holds(name: string, keys: Record<string, string[]>, context: Record<string, string>): boolean {
  for (const [key, expected] of Object.entries(keys)) {
    const value = context[key.toLowerCase()];
    if (value === undefined) return false;
    const isMet = {
      StringEquals: () => expected.includes(value),
      StringLike: () => anyGlob(expected, value),
      Bool: () => expected.some((text) => text.toLowerCase() === value.toLowerCase()),
    }[name];
    if (!isMet?.()) return false;
  }
  return true;
}

function anyGlob(patterns: readonly string[], text: string): boolean {
  return patterns.some((each) => glob(each, text));
}

function glob(pattern: string, text: string): boolean {
  if (pattern === '') return text === '';
  if (pattern[0] === '*')
    return glob(pattern.slice(1), text) || (text !== '' && glob(pattern, text.slice(1)));
  return (
    text !== '' && (pattern[0] === '?' || pattern[0] === text[0]) && glob(pattern.slice(1), text.slice(1))
  );
}
