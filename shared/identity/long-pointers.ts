/** A stored pointer that is to lead straight to the profile, as long as it still leads where it was read. */
export type Repointed = {
  readonly key: string;
  readonly from: string;
  readonly erasedAt?: number | undefined;
};

type LongPointer = Repointed & { readonly hops: number };
type Target = (key: string) => string | undefined;

// no way is longer than the merges of a profile; what is longer is looked at another time
const MAX_HOPS = 128;

/** The pointers on the ways from these keys that lead to the root over others, the longest way first. */
export function longPointers(keys: readonly string[], root: string, targetOf: Target): LongPointer[] {
  const long = new Map<string, LongPointer>();
  for (const key of keys) {
    const way = wayFrom(key, targetOf);
    if (way.at(-1) !== root) continue;
    for (const [index, step] of way.slice(0, -2).entries())
      long.set(step, { key: step, from: way[index + 1] ?? root, hops: way.length - 1 - index });
  }
  return [...long.values()].sort((a, b) => b.hops - a.hops);
}

/** The keys passed from one key on, itself first. */
function wayFrom(key: string, targetOf: Target): string[] {
  const way = [key];
  for (let next = targetOf(key); next !== undefined && way.length <= MAX_HOPS; next = targetOf(next))
    way.push(next);
  return way;
}
