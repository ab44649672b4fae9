/** The text of a template that is there whatever is filled in. */
export function literalTextOf(source: string): string {
  // no quantifier over a group: bounded work on whatever was written
  return source
    .split('{{')
    .map((chunk, index) => (index === 0 ? chunk : afterFirst(chunk, '}}')))
    .join('')
    .split('{%')
    .map((chunk, index) => (index === 0 ? chunk : afterFirst(chunk, '%}')))
    .join('');
}

function afterFirst(text: string, mark: string): string {
  const at = text.indexOf(mark);
  return at === -1 ? '' : text.slice(at + mark.length);
}
