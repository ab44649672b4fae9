import { setTimeout as wait } from 'node:timers/promises';

export type BackOff = (retry: number) => Promise<void>;

const firstDelayMs = 100;
const longestDelayMs = 1_000;

/** Waits real time, longer with each retry; far shorter than AWS, so that a laptop does not stand still. */
export function realBackOff(signal: AbortSignal): BackOff {
  return async (retry) => {
    const delayMs = Math.min(firstDelayMs * 2 ** (retry - 1), longestDelayMs);
    // stopping the cloud ends every wait
    await wait(delayMs, undefined, { signal, ref: false }).catch(() => undefined);
  };
}
