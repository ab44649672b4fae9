import { unpackHot } from '../../shared/profiles/codec/hot-codec.ts';

/** A packed hot part as JSON. Throws what the codec throws when the bytes are something else. */
export function decodeHotText(base64: string): string {
  const { id: _, version: __, effects: ___, ...hot } = unpackHot('profile', Buffer.from(base64, 'base64'));
  return JSON.stringify(hot, readable, 2);
}

function readable(_key: string, value: unknown): unknown {
  if (value instanceof Map) return Object.fromEntries(value);
  return value instanceof Set ? [...value] : value;
}
