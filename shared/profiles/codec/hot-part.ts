import type { ByteReader, ByteWriter } from '../../segments/values/bytes.ts';
import type { Profile } from '../profile.ts';

/** One part of a packed profile. What it writes nothing for keeps the value of a new profile. */
export type HotPart = {
  write(writer: ByteWriter, profile: Profile): void;
  read(reader: ByteReader, profile: Profile): void;
};
