import { isList, isObject, type Json } from '../template/json.ts';
import { UnsupportedError } from '../template/unsupported.ts';

/** `used` changes what happens here; `accepted` matters in AWS only, tags and encryption for instance. */
export type Shape = 'used' | 'accepted' | ObjectShape | readonly [Shape];
export type ObjectShape = { readonly [name: string]: Shape };

/** Throws on the first property that the shape does not know. */
export function checkShape(
  value: Json,
  shape: Shape,
  at: { type: string; path: string; name?: string },
): void {
  if (shape === 'used' || shape === 'accepted') return;
  if (isList(shape)) {
    const [entry] = shape;
    for (const part of isList(value) ? value : [value]) checkShape(part, entry, at);
    return;
  }
  if (!isObject(value)) throw new UnsupportedError(`value of property "${at.name}" of ${at.type}`, at.path);
  for (const [key, part] of Object.entries(value)) {
    const name = at.name === undefined ? key : `${at.name}.${key}`;
    const known = shape[key];
    if (known === undefined) throw new UnsupportedError(`property "${name}" of ${at.type}`, at.path);
    checkShape(part, known, { ...at, name });
  }
}
