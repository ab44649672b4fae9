import type { Clock } from '../../clock.ts';

/** Rings whenever something stored becomes due; one timer for all of it. */
export type Alarm = {
  /** Rings at this instant or before. */
  readonly setBy: (instant: number) => void;
  close(): void;
};

export function createAlarm(clock: Clock, due: { next: () => number | undefined; ring: () => void }): Alarm {
  let armedAt = Number.POSITIVE_INFINITY;
  let cancel = (): void => {};

  const setBy = (instant: number): void => {
    if (instant >= armedAt) return;
    cancel();
    armedAt = instant;
    cancel = clock.setTimer(instant, () => {
      armedAt = Number.POSITIVE_INFINITY;
      due.ring();
      arm();
    });
  };
  const arm = (): void => setBy(due.next() ?? Number.POSITIVE_INFINITY);

  // what became due while nothing ran rings at once
  arm();
  return { setBy, close: () => cancel() };
}
