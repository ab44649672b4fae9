import { createHash } from 'node:crypto';
import type { Observation } from '../accumulator.ts';
import { mergeByDay, mergeWhole, type Summary } from '../series.ts';
import type { AccumulatorMeasure } from './measure-kind.ts';

const MOST_VALUES = 64;
const MOST_VALUES_A_DAY = 8;
const LONGEST_JSON = 64;

/** The value seen most often; of equals the one seen last. Of too many different values a lot decides which are counted. */
export const mostFrequent: AccumulatorMeasure = {
  keeps: 'accumulator',
  subject: 'property',
  isDated: true,
  observe: ({ json }) => (json !== undefined && json.length <= LONGEST_JSON ? json : undefined),
  merge: (parts, isWindowed) =>
    isWindowed ? mergeByDay(parts, counted(MOST_VALUES_A_DAY)) : mergeWhole(parts, counted(MOST_VALUES)),
  read: ({ exact, rest }, counts) => {
    const seen = byValue([...rest, ...exact].filter(({ at }) => counts(at)));
    const [found] = seen.sort((a, b) => b.count - a.count || b.at - a.at || (a.value < b.value ? -1 : 1));
    return found && JSON.parse(String(found.value));
  },
};

/** A lot by hash: which values stay does not depend on when they were seen, so each that stays is counted in full. */
function counted(most: number): Summary {
  return (observations) => {
    const values = byValue(observations);
    if (values.length <= most) return values;
    return values
      .map((observation) => ({ observation, lot: lotOf(observation) }))
      .sort((a, b) => (a.lot < b.lot ? -1 : 1))
      .slice(0, most)
      .map(({ observation }) => observation);
  };
}

function byValue(observations: readonly Observation[]): Observation[] {
  const found = new Map<Observation['value'], Observation>();
  for (const { at, value, count } of observations) {
    const known = found.get(value);
    found.set(value, {
      at: Math.max(at, known?.at ?? at),
      value,
      count: count + (known?.count ?? 0),
    });
  }
  return [...found.values()];
}

function lotOf({ value }: Observation): string {
  return createHash('sha256').update(String(value)).digest('hex');
}
