import { setTimeout as pause } from 'node:timers/promises';

/** Time and chance of a retry loop, passed in so that its tests neither wait nor guess. */
export type Pacing = {
  now(): number;
  random(): number;
  pause(milliseconds: number): Promise<void>;
};

export const realPacing: Pacing = {
  // steps of the clock must neither cut a retry loop short nor keep it going
  now: () => performance.now(),
  random: () => Math.random(),
  pause: (milliseconds) => pause(milliseconds),
};

const FIRST_MILLISECONDS = 25;
const LONGEST_MILLISECONDS = 800;

/** Full jitter: anything between nothing and a ceiling that doubles with each attempt (0 is the first retry). */
export function retryMilliseconds(attempt: number, random: () => number): number {
  return random() * Math.min(LONGEST_MILLISECONDS, FIRST_MILLISECONDS * 2 ** attempt);
}
