import { deflateRawSync, inflateRawSync } from 'node:zlib';
import { packHot, unpackHot } from '../../profiles/codec/hot-codec.ts';
import type { ColdPart, Profile } from '../../profiles/profile.ts';

/** A profile as it was right before a merge, packed at that moment: drafts change in place. */
export type PackedState = {
  readonly id: string;
  readonly version: number;
  readonly hot: string;
  readonly cold: string;
};

/** One merge as it can be undone: both profiles as they were. */
export type PriorStates = { readonly survivor: PackedState; readonly absorbed: PackedState };

export type PriorState = { readonly profile: Profile; readonly cold: ColdPart };

/** The prior states of the merges of one write, deflated and cut into items; `expiresAt` in epoch seconds. */
export type KeptMerges = { readonly slices: readonly Uint8Array[]; readonly expiresAt: number };

// what came since a merge is in the timeline for 395 days from its receipt, and may have waited 32 days to be written
export const UNDO_DAYS = 360;
const SLICE_BYTES = 350_000;
// beside what else a transaction of 4 MB holds; merges of such giants cannot be undone
const MAX_SLICES = 6;

export const packState = ({ profile, cold }: PriorState): PackedState => ({
  id: profile.id,
  version: profile.version,
  hot: Buffer.from(packHot({ ...profile, cold: undefined })).toString('base64'),
  cold: JSON.stringify(cold),
});

// packState wrote it, under a version that the write checked
export const unpackState = ({ id, version, hot, cold }: PackedState): PriorState => ({
  profile: { ...unpackHot(id, Buffer.from(hot, 'base64')), version },
  cold: JSON.parse(cold),
});

/** What a write keeps of its merges, in the order they were decided. */
export function keepMerges(merges: readonly PriorStates[], now: number): KeptMerges | undefined {
  if (merges.length === 0) return undefined;
  const bytes = deflateRawSync(JSON.stringify(merges));
  const count = Math.ceil(bytes.length / SLICE_BYTES);
  if (count > MAX_SLICES) return undefined;
  const slices = Array.from({ length: count }, (_, index) =>
    bytes.subarray(index * SLICE_BYTES, (index + 1) * SLICE_BYTES),
  );
  return { slices, expiresAt: Math.ceil(now / 1_000) + UNDO_DAYS * 86_400 };
}

// keepMerges wrote it
export const readMerges = (slices: readonly Uint8Array[]): PriorStates[] =>
  JSON.parse(inflateRawSync(Buffer.concat(slices)).toString());
