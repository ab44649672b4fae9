type Place = Readonly<Record<string, unknown>>;

/** Reads one value from traits or properties. */
export type PathReader = (from: Place) => unknown;

/**
 * `address.city` is the member `city` of `address`; a key that itself contains the dot comes first.
 * Own properties only, so that no name reaches a prototype.
 */
export function pathReader(path: string): PathReader {
  const dot = path.indexOf('.');
  if (dot === -1) return ownReader(path);
  const parent = path.slice(0, dot);
  const [readWhole, readParent, readRest] = [
    ownReader(path),
    ownReader(parent),
    pathReader(path.slice(dot + 1)),
  ];
  return (from) => {
    if (Object.hasOwn(from, path)) return readWhole(from);
    const inner = readParent(from);
    return isPlace(inner) ? readRest(inner) : undefined;
  };
}

/** The top-level keys a path may read. */
export function topLevelKeys(path: string): readonly string[] {
  const dot = path.indexOf('.');
  return dot === -1 ? [path] : [path.slice(0, dot), path];
}

function ownReader(key: string): PathReader {
  // a plain object inherits these names only; asking whether it has one of its own takes longer than reading it
  if (key in Object.prototype)
    return (from) => (Object.hasOwn(from, key) ? (from[key] ?? undefined) : undefined);
  return (from) => from[key] ?? undefined;
}

function isPlace(value: unknown): value is Place {
  if (typeof value !== 'object' || value === null) return false;
  const prototype = Object.getPrototypeOf(value);
  return prototype === Object.prototype || prototype === null;
}
