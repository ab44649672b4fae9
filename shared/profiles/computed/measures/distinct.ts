import { createHash } from 'node:crypto';
import { type Accumulator, byInstant, type Observation } from '../accumulator.ts';
import { estimate, sketchOf } from '../sketch.ts';
import type { AccumulatorMeasure } from './measure-kind.ts';

const MOST_EXACT = 64;
const HASH_BYTES = 5;

/**
 * How many different values were seen: exact while no more than 64 of them lie in the window, within the error of a small
 * sketch beyond. The 64 seen last are kept by hash, each at the instant it was last seen.
 */
export const distinct: AccumulatorMeasure = {
  keeps: 'accumulator',
  subject: 'property',
  isDated: false,
  observe: ({ json }) => (json === undefined ? undefined : hashOf(json)),
  merge,
  read: (kept, counts) => {
    const seen = kept.exact.filter(({ at }) => counts(at)).length;
    const [oldest] = kept.exact;
    const isComplete = isWhole(kept) || (oldest !== undefined && !counts(oldest.at));
    return isComplete ? seen : Math.max(seen, estimate(kept.rest.filter(({ at }) => counts(at))));
  },
};

function merge(parts: readonly Accumulator[]): Accumulator {
  const hashes = lastSeen(parts.flatMap(({ exact }) => exact));
  const exact = hashes.slice(-MOST_EXACT);
  if (parts.every(isWhole) && hashes.length === exact.length) return { exact, rest: [] };
  return {
    exact,
    rest: sketchOf(
      hashes,
      parts.flatMap(({ rest }) => rest),
    ),
  };
}

/** Whether every value is among those kept by hash; what is left of a sketch then says nothing more. */
function isWhole({ exact, rest }: Accumulator): boolean {
  return rest.length === 0 || exact.length < MOST_EXACT;
}

function lastSeen(observations: readonly Observation[]): readonly Observation[] {
  const found = new Map<Observation['value'], Observation>();
  for (const observation of observations.toSorted(byInstant)) found.set(observation.value, observation);
  return [...found.values()].sort(byInstant);
}

function hashOf(json: string): number {
  return createHash('sha256').update(json).digest().readUIntBE(0, HASH_BYTES);
}
