/** What one event, or several together, say: an amount in 1/10,000, the JSON of a value, or a number of the measure's own. */
export type Observation = { readonly at: number; readonly value: number | string; readonly count: number };

/**
 * What is kept of the events a computed trait is about, bounded whatever the history. Like a window it is canonical: neither
 * order nor partition of the events shows.
 */
export type Accumulator = {
  /** each by itself; ascending */
  readonly exact: readonly Observation[];
  /** the others, as the measure sums them up; ascending */
  readonly rest: readonly Observation[];
};

export const EMPTY: Accumulator = { exact: [], rest: [] };

export function byInstant(a: Observation, b: Observation): number {
  return a.at - b.at || (a.value < b.value ? -1 : a.value > b.value ? 1 : 0);
}

/** Drops what happened at or before the instant; the same when nothing did. */
export function dropUntil<Kept extends Accumulator>(kept: Kept, instant: number): Kept {
  const isLater = ({ at }: Observation) => at > instant;
  if (kept.exact.every(isLater) && kept.rest.every(isLater)) return kept;
  return { ...kept, exact: kept.exact.filter(isLater), rest: kept.rest.filter(isLater) };
}
