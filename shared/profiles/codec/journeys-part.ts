import type { HotPart } from './hot-part.ts';

const RUNNING = 1;

export const journeysPart: HotPart = {
  write: (writer, { journeys, evaluatedAt }) => {
    for (const [id, position] of journeys) {
      writer.text(id);
      writer.count(position.entries);
      writer.text(position.entryId);
      writer.signed(evaluatedAt - position.enteredAt);
      writer.count(position.running ? RUNNING : 0);
    }
  },
  read: (reader, { journeys, evaluatedAt }) => {
    while (!reader.isAtEnd()) {
      journeys.set(reader.text(), {
        entries: reader.count(),
        entryId: reader.text(),
        enteredAt: evaluatedAt - reader.signed(),
        running: reader.count() === RUNNING,
      });
    }
  },
};
