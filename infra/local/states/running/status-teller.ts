import type { Execution } from '../store/execution.ts';
import type { OutgoingStatus, StatusOutbox } from '../store/status-outbox.ts';
import { type StatusEvent, statusEvent } from './status-event.ts';

/** Takes a status event; throws when it cannot, so that it is told again after a restart. */
export type OnStatus = (event: StatusEvent) => void;

export type StatusTeller = {
  /** Notes what is to be told, within the transaction of the change. */
  record(execution: Execution): void;
  /** Tells what was recorded, once it is committed. */
  tell(): void;
  /** Tells what was never taken before the last close. */
  resume(): void;
};

export function createStatusTeller(outbox: StatusOutbox, onStatus: OnStatus): StatusTeller {
  const recorded: OutgoingStatus[] = [];
  const deliver = ({ id, event }: OutgoingStatus): void => {
    try {
      onStatus(JSON.parse(event));
      outbox.remove(id);
    } catch {
      // it stays in the outbox: an execution never fails because of who hears of it
    }
  };
  return {
    record: (execution) => void recorded.push(outbox.add(JSON.stringify(statusEvent(execution)))),
    tell() {
      for (const status of recorded.splice(0)) deliver(status);
    },
    resume() {
      for (const status of outbox.all()) deliver(status);
    },
  };
}
