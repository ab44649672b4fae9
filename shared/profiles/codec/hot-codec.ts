import { byteReader, byteWriter } from '../../segments/values/bytes.ts';
import { newProfile, type Profile } from '../profile.ts';
import { accumulatorsPart } from './accumulators-part.ts';
import { brandsPart, groupsPart } from './belonging-parts.ts';
import type { FlatItem } from './flat-item.ts';
import type { HotPart } from './hot-part.ts';
import { instantsPart } from './instants-part.ts';
import { journeysPart } from './journeys-part.ts';
import { membershipsPart } from './memberships-part.ts';
import { seenPart } from './seen-part.ts';
import {
  coldPart,
  consentsPart,
  headsPart,
  lifePart,
  linksPart,
  listsPart,
  localePart,
  traitsPart,
  windowsPart,
} from './small-parts.ts';

const FORMAT = 1;

/** Numbers are what is stored: never reused, never changed. */
const PARTS: Readonly<Record<number, HotPart>> = {
  1: instantsPart,
  2: linksPart,
  3: seenPart,
  4: windowsPart,
  5: traitsPart,
  6: membershipsPart,
  7: journeysPart,
  8: localePart,
  9: headsPart,
  10: accumulatorsPart,
  11: brandsPart,
  12: lifePart,
  13: groupsPart,
  14: listsPart,
  16: consentsPart,
  17: coldPart,
};

/** The hot part as attributes: all of it packed in `hot`, the version beside it to write on, and what this write decided. */
export function encodeHot(profile: Profile): FlatItem {
  const { version, effects } = profile;
  const hot = packHot(profile);
  return effects.length > 0 ? { version, hot, effects: JSON.stringify(effects) } : { version, hot };
}

const WRITE_UNIT_BYTES = 1_024;
// the names of all attributes, which part of the profile it is, and the version
const BYTES_BESIDE = 29;

/** By how many bytes the item reaches into another write unit; 0: it is one. What the last write decided is gone with the next. */
export function bytesBeyondUnits(profile: Profile): number {
  const bytes = BYTES_BESIDE + Buffer.byteLength(profile.id) + packHot(profile).length;
  return bytes > WRITE_UNIT_BYTES ? bytes % WRITE_UNIT_BYTES : 0;
}

/** Reads what encodeHot wrote. The effects of the last write are left out: they belong to that write's stream record. */
export function decodeHot(id: string, item: FlatItem): Profile {
  if (!(item.hot instanceof Uint8Array)) throw new Error(`root ${id} holds no hot part`);
  return { ...unpackHot(id, item.hot), version: Number(item.version) };
}

/** Format, then each part that is not empty as number, length and bytes: an item is paid by the byte. */
export function packHot(profile: Profile): Uint8Array {
  const writer = byteWriter();
  writer.count(FORMAT);
  for (const [number, part] of Object.entries(PARTS)) {
    writer.part(Number(number), () => part.write(writer, profile));
  }
  return writer.bytes();
}

/** Throws when a newer version wrote it: a part that is not understood must not be lost by writing without it. */
export function unpackHot(id: string, bytes: Uint8Array): Profile {
  const profile = newProfile(id, 0, 0);
  const reader = byteReader(bytes);
  const format = reader.count();
  if (format !== FORMAT) throw new Error(`a hot part must be of format ${FORMAT}, got ${format}`);
  while (!reader.isAtEnd()) {
    const number = reader.count();
    const part = PARTS[number];
    if (!part) throw new Error(`hot part ${number} of ${id} is not known, only ${Object.keys(PARTS)} are`);
    reader.part(reader.count(), () => part.read(reader, profile));
  }
  return profile;
}
