import type { HotPart } from './hot-part.ts';
import { decodeSeen, encodeSeen } from './seen.ts';

export const seenPart: HotPart = {
  write: (writer, { seen }) => {
    if (seen.entries.size === 0 && seen.spilledUntil === 0) return;
    writer.count(seen.spilledUntil);
    writer.raw(encodeSeen(seen.entries));
  },
  read: (reader, { seen }) => {
    seen.spilledUntil = reader.count();
    seen.entries = decodeSeen(reader.rest());
  },
};
