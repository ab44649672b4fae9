/** `a.b` is the member `b` of `a`; a key that contains the dot comes first. */
export function naiveRead(from: unknown, path: string): unknown {
  if (typeof from !== 'object' || from === null || Array.isArray(from)) return undefined;
  const member = Object.getOwnPropertyDescriptor(from, path);
  if (member !== undefined) return member.value ?? undefined;
  const [first = '', ...rest] = path.split('.');
  return rest.length === 0 ? undefined : naiveRead(naiveRead(from, first), rest.join('.'));
}
