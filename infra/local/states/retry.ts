import type { Catcher, Retrier } from './kinds/state-kind.ts';
import { errorMatches } from './state-error.ts';

export type Retry = { readonly delayMs: number; readonly retries: readonly number[] };

/** The next attempt after an error: of the first retrier that names it, unless that one is used up. */
export function nextRetry(
  retriers: readonly Retrier[],
  retries: readonly number[],
  error: string | undefined,
): Retry | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => errorMatches(ErrorEquals, error));
  const retrier = retriers[index];
  const used = retries[index] ?? 0;
  if (retrier === undefined || used >= retrier.MaxAttempts) return undefined;
  const counts = retriers.map((_, each) => (retries[each] ?? 0) + (each === index ? 1 : 0));
  return { delayMs: delayMs(retrier, used), retries: counts };
}

export function findCatcher(catchers: readonly Catcher[], error: string | undefined): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => errorMatches(ErrorEquals, error));
}

function delayMs(retrier: Retrier, used: number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds, JitterStrategy } = retrier;
  const seconds = Math.min(
    IntervalSeconds * BackoffRate ** used,
    MaxDelaySeconds ?? Number.POSITIVE_INFINITY,
  );
  const spread = JitterStrategy === 'FULL' ? Math.random() : 1;
  return Math.round(seconds * spread * 1000);
}
