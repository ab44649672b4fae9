import { fractionOf } from '../data/fraction.ts';
import type { Catcher, Retrier } from '../kinds/state-kind.ts';
import { errorMatches } from '../state-error.ts';

export type Retry = { readonly delayMs: number; readonly retries: readonly number[] };

export type Failed = {
  readonly error: string | undefined;
  /** How often each retrier was used. */
  readonly retries: readonly number[];
  /** What full jitter is drawn from, so that a run can be repeated. */
  readonly seed: string;
};

/** The next attempt after an error: of the first retrier that names it, unless that one is used up. */
export function nextRetry(retriers: readonly Retrier[], { error, retries, seed }: Failed): Retry | undefined {
  const index = retriers.findIndex(({ ErrorEquals }) => errorMatches(ErrorEquals, error));
  const retrier = retriers[index];
  const used = retries[index] ?? 0;
  if (retrier === undefined || used >= retrier.MaxAttempts) return undefined;
  const counts = retriers.map((_, each) => (retries[each] ?? 0) + (each === index ? 1 : 0));
  const spread = retrier.JitterStrategy === 'FULL' ? fractionOf(`${seed} ${index} ${used}`) : 1;
  return { delayMs: Math.round(delaySeconds(retrier, used) * spread * 1000), retries: counts };
}

export function findCatcher(catchers: readonly Catcher[], error: string | undefined): Catcher | undefined {
  return catchers.find(({ ErrorEquals }) => errorMatches(ErrorEquals, error));
}

function delaySeconds(retrier: Retrier, used: number): number {
  const { IntervalSeconds, BackoffRate, MaxDelaySeconds } = retrier;
  return Math.min(IntervalSeconds * BackoffRate ** used, MaxDelaySeconds ?? Number.POSITIVE_INFINITY);
}
