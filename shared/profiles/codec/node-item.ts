import type { LoadedNode } from '../../fold/world.ts';
import type { Tombstone } from '../jobs/tombstone.ts';
import type { FlatItem } from './flat-item.ts';
import { decodeHot } from './hot-codec.ts';

/** A pointer says when what its key named before was erased, so that it stays forgotten. */
export function encodePointer(to: string, erasedAt?: number): FlatItem {
  return erasedAt === undefined ? { to } : { to, erasedAt };
}

export const encodeTombstone = (tombstone: Tombstone): FlatItem => ({ ...tombstone });

/** What stands under the key of an identity node: a pointer has `to`, a tombstone no more than when and its numbers. */
export function decodeNode(key: string, item: FlatItem): LoadedNode {
  const erasedAt = item.erasedAt === undefined ? undefined : Number(item.erasedAt);
  if (typeof item.to === 'string') return { status: 'pointer', to: item.to, erasedAt };
  if (erasedAt === undefined) return { status: 'root', profile: decodeHot(key, item) };
  const { version, effectNumber, entries } = item;
  const numbers = {
    version: Number(version),
    effectNumber: Number(effectNumber),
    entries: Number(entries),
  };
  return { status: 'erased', tombstone: { erasedAt, ...numbers } };
}
