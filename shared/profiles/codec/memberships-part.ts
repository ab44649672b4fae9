import type { HotPart } from './hot-part.ts';

const LEFT = 0;
const STAYS = 1;

export const membershipsPart: HotPart = {
  write: (writer, { memberships, evaluatedAt }) => {
    for (const [segment, { since, entry }] of memberships) {
      writer.text(segment);
      writer.count(entry);
      writer.count(since === undefined ? LEFT : STAYS);
      if (since !== undefined) writer.signed(evaluatedAt - since);
    }
  },
  read: (reader, { memberships, evaluatedAt }) => {
    while (!reader.isAtEnd()) {
      const segment = reader.text();
      const entry = reader.count();
      const since = reader.count() === LEFT ? undefined : evaluatedAt - reader.signed();
      memberships.set(segment, { since, entry });
    }
  },
};
