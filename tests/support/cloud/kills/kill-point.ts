import { createRandom, type Random } from '../../../../examples/shop/traffic/random.ts';

export const killsAtCalls = ['before a call', 'after a call', 'before a message', 'after a message'] as const;

/**
 * Dies at the n-th call that arrives at the AWS endpoint, or at the n-th to a provider of messages: before it is carried out,
 * or while its answer is on the way.
 */
export type KillAtCall = { readonly kind: (typeof killsAtCalls)[number]; readonly calls: number };

/** When one life of the cloud ends. */
export type KillPoint =
  | KillAtCall
  // in real time, from the spawn or from the moment it is ready
  | { readonly kind: 'starting' | 'running'; readonly afterMs: number }
  // while nothing is asked of it
  | { readonly kind: 'between requests'; readonly requests: number };

/** How much one life may do at most, so that the kills spread over the whole run. */
export type Span = { readonly calls: number; readonly requests: number; readonly ms: number };

const startMs = 1_500;

const kinds: readonly KillOf[] = [
  (random, { calls }) => ({ kind: 'before a call', calls: random.integer(1, calls) }),
  (random) => ({ kind: 'after a message', calls: random.integer(1, 2) }),
  (random, { ms }) => ({ kind: 'running', afterMs: random.integer(0, ms) }),
  (random, { calls }) => ({ kind: 'after a call', calls: random.integer(1, calls) }),
  (random) => ({ kind: 'starting', afterMs: random.integer(0, startMs) }),
  (random) => ({ kind: 'before a message', calls: random.integer(1, 2) }),
  (random, { requests }) => ({ kind: 'between requests', requests: random.integer(1, requests) }),
];
type KillOf = (random: Random, span: Span) => KillPoint;

/** The kills of one run, of every kind; the same seed gives the same ones. */
export function killPoints(seed: number, count: number, span: Span): KillPoint[] {
  const random = createRandom(seed);
  const of = Array.from({ length: count }, (_, index) => kinds[(index + seed) % kinds.length]);
  return of.flatMap((killOf) => killOf?.(random, span) ?? []);
}
