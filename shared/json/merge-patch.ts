const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

/**
 * A copy with the patch merged in (RFC 7396): objects field by field, `null` takes a field away, all else replaces. Beyond the
 * RFC, a patch that names nothing but positions of a list changes the items there.
 */
export function mergePatch(target: unknown, patch: unknown): unknown {
  if (!isObject(patch)) return patch;
  const isList =
    Array.isArray(target) && Object.keys(patch).every((key) => Object.keys(target).includes(key));
  const merged = new Map(Object.entries(isList || isObject(target) ? target : {}));
  for (const [key, value] of Object.entries(patch)) {
    if (value === null) merged.delete(key);
    else merged.set(key, mergePatch(merged.get(key), value));
  }
  return isList ? [...merged.values()] : Object.fromEntries(merged);
}
