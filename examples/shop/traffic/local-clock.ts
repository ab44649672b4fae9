import { setTimeout as pause } from 'node:timers/promises';
import * as z from 'zod';

/** The virtual clock of the local cloud, through its control surface. */
export type LocalClock = {
  now(): Promise<number>;
  /** answers once everything due until then has happened */
  moveTo(instant: number): Promise<void>;
  /** answers once nothing is in flight */
  drain(): Promise<void>;
};

const clockSchema = z.object({ now: z.union([z.number(), z.string()]) });

export function localClock(url: string): LocalClock {
  const now = async (): Promise<number> => instantOf(await call(`${url}/_local/clock`));
  return {
    now,
    moveTo: async (instant) => {
      const advanceMs = Math.ceil(instant - (await now()));
      if (advanceMs > 0) await call(`${url}/_local/clock`, { advanceMs });
      await followed(instant);
    },
    drain: async () => {
      await call(`${url}/_local/drain`, { timeoutMs: 60_000 });
    },
  };
}

// the Date of this process follows the clock a moment later; until then `sentAt` would look skewed
async function followed(instant: number): Promise<void> {
  const givesUpAt = performance.now() + 5_000;
  while (Date.now() < instant) {
    if (performance.now() > givesUpAt)
      throw new Error(
        'this process does not share the virtual clock; run it with --import ./infra/local/demo/clock-preload.ts',
      );
    await pause(5);
  }
}

const instantOf = (answer: unknown): number => new Date(clockSchema.parse(answer).now).getTime();

async function call(url: string, body?: unknown): Promise<unknown> {
  const request = body === undefined ? {} : { method: 'POST', body: JSON.stringify(body) };
  const response = await fetch(url, request);
  const text = await response.text();
  if (!response.ok) throw new Error(`${new URL(url).pathname} answered ${response.status}: ${text}`);
  return JSON.parse(text);
}
