import type { JourneyStep } from '../definition.ts';
import { kindOfStep } from '../steps/index.ts';

/** A way as places in the list of steps; `to` is undefined where the journey ends. */
export type Edge = { readonly from: number; readonly key: string; readonly to: number | undefined };

/** The ways out of each step, by its place in the list. */
export type Flow = readonly (readonly Edge[])[];

/** Every id that a way names must be there. */
export function flowOf(steps: readonly JourneyStep[]): Flow {
  const places = new Map(steps.map(({ id }, place) => [id, place]));
  return steps.map((step, from) => {
    const below = from + 1 < steps.length ? from + 1 : undefined;
    const ways = kindOfStep(step).ways(step);
    return ways.map(({ key, to }) => ({ from, key, to: to === undefined ? below : places.get(to) }));
  });
}

/** The places that can be reached from one, itself included, going only through those allowed. */
export function reachableFrom(
  start: number,
  flow: Flow,
  isAllowed: (place: number) => boolean = () => true,
): ReadonlySet<number> {
  const reached = new Set([start]);
  // a set is visited in the order of insertion, so what is added meanwhile is visited too
  for (const place of reached) {
    for (const { to } of flow[place] ?? []) if (to !== undefined && isAllowed(to)) reached.add(to);
  }
  return reached;
}

/** The most that the steps of one path cost together; only for flows without a loop. */
export function longestPath(flow: Flow, costOf: (place: number) => number): number {
  const known = new Map<number, number>();
  const from = (place: number): number => {
    const found = known.get(place);
    if (found !== undefined) return found;
    const onward = (flow[place] ?? []).map(({ to }) => (to === undefined ? 0 : from(to)));
    const longest = costOf(place) + Math.max(0, ...onward);
    known.set(place, longest);
    return longest;
  };
  return from(0);
}
