import { type Accumulator, byInstant, type Observation } from './accumulator.ts';

const DAY = 86_400_000;
const MOST_EXACT = 64;
// a day for each of the longest window, and some
const MOST_DAYS = 400;

/** Says in a few observations what many say; it must not matter in which groups they are summed up. */
export type Summary = (observations: readonly Observation[]) => readonly Observation[];

/** All observations as one, for ever. */
export function mergeWhole(parts: readonly Accumulator[], summary: Summary): Accumulator {
  const all = parts.flatMap(({ exact, rest }) => [...rest, ...exact]);
  return { exact: [], rest: summary(all).toSorted(byInstant) };
}

/** The 64 latest observations each by itself, the others summed up by UTC day. */
export function mergeByDay(parts: readonly Accumulator[], summary: Summary): Accumulator {
  const exact = parts.flatMap((part) => part.exact).sort(byInstant);
  const surplus = exact.splice(0, Math.max(0, exact.length - MOST_EXACT));
  const older = [...parts.flatMap(({ rest }) => rest), ...surplus];
  const days = Map.groupBy(older, ({ at }) => Math.floor(at / DAY));
  const kept = [...days].sort(([a], [b]) => a - b).slice(-MOST_DAYS);
  return { exact, rest: kept.flatMap(([, day]) => summary(day)).sort(byInstant) };
}
