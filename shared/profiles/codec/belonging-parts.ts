import type { GroupCopy } from '../belonging/group-copies.ts';
import type { HotPart } from './hot-part.ts';

export const brandsPart: HotPart = {
  write: (writer, { brands, lastSeen }) => {
    for (const [brand, activity] of brands) {
      writer.text(brand);
      writer.count(activity.events);
      writer.signed(lastSeen - activity.lastSeen);
      writer.signed(activity.lastSeen - activity.firstSeen);
    }
  },
  read: (reader, { brands, lastSeen }) => {
    while (!reader.isAtEnd()) {
      const brand = reader.text();
      const events = reader.count();
      const last = lastSeen - reader.signed();
      brands.set(brand, { events, lastSeen: last, firstSeen: last - reader.signed() });
    }
  },
};

/** What stands before the digest in the key of each group. */
const PREFIX = 'group::';

export const groupsPart: HotPart = {
  write: (writer, { groupCopies }) => {
    for (const [key, { version, traits }] of groupCopies) {
      writer.text(key.slice(PREFIX.length));
      writer.count(version);
      writer.text(JSON.stringify(traits));
    }
  },
  read: (reader, profile) => {
    const copies = new Map<string, GroupCopy>();
    while (!reader.isAtEnd())
      copies.set(PREFIX + reader.text(), { version: reader.count(), traits: JSON.parse(reader.text()) });
    profile.groupCopies = copies;
  },
};
