import type { JourneyPosition } from '../../journeys/entry.ts';
import type { HotPart } from './hot-part.ts';

// a run that is over is 0 unless it came to the journey's end
const RUNNING = 1;
const COMPLETED = 2;

export const journeysPart: HotPart = {
  write: (writer, { journeys, evaluatedAt }) => {
    for (const [id, position] of journeys) {
      writer.text(id);
      writer.count(position.entries);
      writer.text(position.entryId);
      writer.signed(evaluatedAt - position.enteredAt);
      writer.count(stateOf(position));
    }
  },
  read: (reader, { journeys, evaluatedAt }) => {
    while (!reader.isAtEnd()) {
      const id = reader.text();
      const position = {
        entries: reader.count(),
        entryId: reader.text(),
        enteredAt: evaluatedAt - reader.signed(),
      };
      const state = reader.count();
      const completed = state === COMPLETED ? { completed: true } : {};
      journeys.set(id, { ...position, running: state === RUNNING, ...completed });
    }
  },
};

function stateOf({ running, completed }: JourneyPosition): number {
  if (running) return RUNNING;
  return completed ? COMPLETED : 0;
}
