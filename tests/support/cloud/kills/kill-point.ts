import { createRandom, type Random } from '../../../../examples/shop/traffic/random.ts';

/** Dies at the n-th call that arrives at the AWS endpoint: before it is carried out, or while it is. */
export type KillAtCall = { readonly kind: 'before a call' | 'after a call'; readonly calls: number };

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
  (random, { calls }) => ({ kind: 'after a call', calls: random.integer(1, calls) }),
  (random, { ms }) => ({ kind: 'running', afterMs: random.integer(0, ms) }),
  (random, { calls }) => ({ kind: 'after a call', calls: random.integer(1, calls) }),
  (random) => ({ kind: 'starting', afterMs: random.integer(0, startMs) }),
  (random, { requests }) => ({ kind: 'between requests', requests: random.integer(1, requests) }),
];
type KillOf = (random: Random, span: Span) => KillPoint;

/** The kills of one run, of every kind; the same seed gives the same ones. */
export function killPoints(seed: number, count: number, span: Span): KillPoint[] {
  const random = createRandom(seed);
  const of = Array.from({ length: count }, (_, index) => kinds[(index + seed) % kinds.length]);
  return of.flatMap((killOf) => killOf?.(random, span) ?? []);
}
