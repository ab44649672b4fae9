/** Whether objects and arrays nest deeper than `limit`. Recurs no deeper than that: hostile depth breaks recursion. */
export function isDeeperThan(value: unknown, limit: number): boolean {
  if (typeof value !== 'object' || value === null) return false;
  return limit === 0 || Object.values(value).some((child) => isDeeperThan(child, limit - 1));
}

const QUOTE = 34;
const BACKSLASH = 92;
const OPENING = new Set([91, 123]); // [ {
const CLOSING = new Set([93, 125]); // ] }

/** The same for JSON that is not parsed yet. */
export function isTextDeeperThan(text: string, limit: number): boolean {
  // hardly any text holds that many brackets at all, and the runtime counts them faster than code does
  return countOf(text, '{', limit) + countOf(text, '[', limit) > limit && nestsDeeperThan(text, limit);
}

function countOf(text: string, character: string, enough: number): number {
  let count = 0;
  for (let at = text.indexOf(character); at >= 0 && count <= enough; at = text.indexOf(character, at + 1))
    count += 1;
  return count;
}

function nestsDeeperThan(text: string, limit: number): boolean {
  let depth = 0;
  for (let index = 0; index < text.length; index += 1) {
    const character = text.charCodeAt(index);
    if (character === QUOTE) index = endOfString(text, index);
    else if (CLOSING.has(character)) depth -= 1;
    else if (OPENING.has(character)) {
      depth += 1;
      if (depth > limit) return true;
    }
  }
  return false;
}

function endOfString(text: string, start: number): number {
  let index = start + 1;
  while (index < text.length && text.charCodeAt(index) !== QUOTE)
    index += text.charCodeAt(index) === BACKSLASH ? 2 : 1;
  return index;
}
