/** Another order of the same items, the same one for the same seed. */
export function shuffled<Item>(items: readonly Item[], seed: number): Item[] {
  const weight = (index: number) => Math.imul(index + seed, 2_654_435_761) >>> 0;
  return [...items.keys()].sort((a, b) => weight(a) - weight(b)).flatMap((index) => items[index] ?? []);
}
