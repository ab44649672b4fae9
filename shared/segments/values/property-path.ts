type Place = Readonly<Record<string, unknown>>;

/** Reads one value from traits or properties. */
export type PathReader = (from: Place) => unknown;

/**
 * `address.city` is the member `city` of `address`; a key that itself contains the dot comes first.
 * Own properties only, so that no name reaches a prototype.
 */
export function pathReader(path: string): PathReader {
  const dot = path.indexOf('.');
  if (dot === -1) return (from) => own(from, path);
  const parent = path.slice(0, dot);
  const readRest = pathReader(path.slice(dot + 1));
  return (from) => {
    if (Object.hasOwn(from, path)) return own(from, path);
    const inner = own(from, parent);
    return isPlace(inner) ? readRest(inner) : undefined;
  };
}

/** The top-level keys a path may read. */
export function topLevelKeys(path: string): readonly string[] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path] : [path.slice(0, dot), path];
}

function own(from: Place, key: string): unknown {
  return Object.hasOwn(from, key) ? (from[key] ?? undefined) : undefined;
}

function isPlace(value: unknown): value is Place {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
