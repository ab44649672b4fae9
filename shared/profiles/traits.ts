/** When a value was set: event timestamp (epoch ms), then the message's hash as the tie-break. */
export type Stamp = readonly [at: number, message: string];

/**
 * Traits as leaves: JSON pointer to [value, at, message]. Keeping the newest write per leaf and replaying them oldest first
 * gives the same traits whatever the order of arrival. `null` stays as a mark that the trait was removed.
 */
export type StampedTraits = Record<string, readonly [value: unknown, at: number, message: string]>;

/** Above this size no new trait keys are taken, so that a profile never outgrows its item (400 KB). */
export const TRAITS_SOFT_LIMIT_BYTES = 200_000;

/** Applies one event's traits; answers whether anything must be stored: a newer stamp on an equal value counts, or a late event in between would win. */
export function applyTraits(traits: StampedTraits, incoming: Record<string, unknown>, stamp: Stamp): boolean {
  const isFull = JSON.stringify(traits).length > TRAITS_SOFT_LIMIT_BYTES;
  let changed = false;
  for (const [pointer, value] of leaves(incoming)) {
    const present = traits[pointer];
    if (!present && isFull) continue;
    if (present && !isNewer(stamp, present)) continue;
    traits[pointer] = [value, ...stamp];
    changed = true;
  }
  return changed;
}

export function mergeTraits(into: StampedTraits, from: StampedTraits): void {
  for (const [pointer, entry] of Object.entries(from)) {
    const present = into[pointer];
    if (!present || isNewer([entry[1], entry[2]], present)) into[pointer] = entry;
  }
}

/** The traits as people know them: nested objects, removed ones absent. */
export function plainTraits(traits: StampedTraits): Record<string, unknown> {
  const plain: Record<string, unknown> = Object.create(null);
  const oldestFirst = Object.entries(traits).sort(
    ([a, x], [b, y]) => compareStamps(x, y) || (a < b ? -1 : 1),
  );
  for (const [pointer, [value]] of oldestFirst) setAt(plain, pathOf(pointer), value);
  return { ...plain };
}

/** What a trait object sets, each value by its JSON pointer; an empty object is a value of its own. */
export function* leaves(
  value: Record<string, unknown>,
  prefix = '',
): Generator<[pointer: string, leaf: unknown]> {
  for (const [key, child] of Object.entries(value)) {
    const pointer = `${prefix}/${key.replaceAll('~', '~0').replaceAll('/', '~1')}`;
    if (isPlainObject(child) && Object.keys(child).length > 0) yield* leaves(child, pointer);
    else yield [pointer, child];
  }
}

export function pathOf(pointer: string): string[] {
  const [, ...keys] = pointer.split('/');
  return keys.map((key) => key.replaceAll('~1', '/').replaceAll('~0', '~'));
}

function setAt(target: Record<string, unknown>, path: readonly string[], value: unknown): void {
  const [key, ...rest] = path;
  if (key === undefined) return;
  if (rest.length > 0) {
    const child = isPlainObject(target[key]) ? target[key] : Object.create(null);
    target[key] = child;
    setAt(child, rest, value);
  } else if (value === null) delete target[key];
  else if (!(isPlainObject(value) && isPlainObject(target[key]))) target[key] = value;
}

function isNewer(stamp: Stamp, present: StampedTraits[string]): boolean {
  return stamp[0] > present[1] || (stamp[0] === present[1] && stamp[1] > present[2]);
}

export function compareStamps(a: StampedTraits[string], b: StampedTraits[string]): number {
  return a[1] - b[1] || (a[2] < b[2] ? -1 : a[2] > b[2] ? 1 : 0);
}

export function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
