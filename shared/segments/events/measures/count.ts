import { type Bounds, countBounds, parseBounds, rangeOf } from '../bounds.ts';
import { judgeTallies } from '../tallies.ts';
import type { Measure } from './measure.ts';

/** How many; 0 of nothing. */
export const count: Measure<Bounds> = {
  parse: (value, place) => parseBounds(value, place, countBounds),
  compile: (bounds, condition, compilation) =>
    judgeTallies({ ...rangeOf(bounds), measure: 'count' }, condition, compilation),
  review: (bounds, pointer) => {
    const { low, high } = rangeOf(bounds);
    if (high < 0) return [`${pointer}: a count is never below 0, so this is never true`];
    return low <= 0 && high === Infinity
      ? [`${pointer}: a count is always at least 0, so this is always true`]
      : [];
  },
};
