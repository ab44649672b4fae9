// longer than any word we know: not worth comparing
const longestWord = 60;

/** What ends the refusal of a word; nothing when none that is known is close. */
export function didYouMean(word: unknown, known: readonly string[]): string {
  const nearest = typeof word === 'string' ? nearestOf(word, known) : undefined;
  return nearest === undefined ? '' : `, did you mean \`${nearest}\`?`;
}

/** The known word closest to what was written; nothing when none is close. */
export function nearestOf(word: string, known: readonly string[]): string | undefined {
  if (word.length > longestWord) return undefined;
  // a short word must keep at least one letter
  const farthest = Math.min(word.length - 1, Math.max(2, Math.floor(word.length / 3)));
  let best: { readonly word: string; readonly distance: number } | undefined;
  for (const candidate of known) {
    const distance = editDistance(word.toLowerCase(), candidate.toLowerCase());
    const isNear = distance <= farthest || isBeginningOf(word, candidate);
    if (isNear && (best === undefined || distance < best.distance)) best = { word: candidate, distance };
  }
  return best?.word;
}

function isBeginningOf(word: string, candidate: string): boolean {
  return word.length > 0 && candidate.toLowerCase().startsWith(word.toLowerCase());
}

/** How many letters to add, drop or change to make one word of the other. */
function editDistance(from: string, to: string): number {
  let row = Array.from({ length: to.length + 1 }, (_, index) => index);
  for (const [fromIndex, fromCharacter] of [...from].entries()) {
    const next = [fromIndex + 1];
    for (const [toIndex, toCharacter] of [...to].entries()) {
      const replaced = (row[toIndex] ?? 0) + (fromCharacter === toCharacter ? 0 : 1);
      next.push(Math.min(replaced, (row[toIndex + 1] ?? 0) + 1, (next[toIndex] ?? 0) + 1));
    }
    row = next;
  }
  return row[to.length] ?? 0;
}
