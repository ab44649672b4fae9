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
