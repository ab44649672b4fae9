import type { Accumulator, Observation } from './accumulator.ts';
import { fromUnits } from './amount.ts';
import type { AccumulatorMeasure } from './measures/measure-kind.ts';
import { mergeByDay, mergeWhole } from './series.ts';

type Rank = (observation: Observation) => number;

/** The best of all amounts; `direction` is 1 when more is better, -1 when less is. */
export function extreme(direction: 1 | -1): AccumulatorMeasure {
  const rank: Rank = ({ value }) => Number(value) * direction;
  // of equals the later one counts for longer
  const better = (a: Observation, b: Observation) => ((rank(a) - rank(b) || a.at - b.at) >= 0 ? a : b);
  const best = (observations: readonly Observation[]) =>
    observations.length === 0 ? [] : [observations.reduce(better)];
  return {
    keeps: 'accumulator',
    subject: 'property',
    isDated: false,
    observe: ({ amount }) => amount,
    merge: (parts, isWindowed) =>
      isWindowed ? withoutOutdone(mergeByDay(parts, best), rank) : mergeWhole(parts, best),
    read: ({ exact, rest }, counts) => {
      const [found] = best([...rest, ...exact].filter(({ at }) => counts(at)));
      return found && fromUnits(Number(found.value));
    },
    decides: better,
  };
}

/** A day that a later observation outdoes can never be the best again. */
function withoutOutdone({ exact, rest }: Accumulator, rank: Rank): Accumulator {
  let best = Math.max(Number.NEGATIVE_INFINITY, ...exact.map(rank));
  const lasting = rest.toReversed().filter((day) => {
    if (rank(day) <= best) return false;
    best = rank(day);
    return true;
  });
  return { exact, rest: lasting.reverse() };
}
