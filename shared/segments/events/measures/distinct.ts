import { type BoundsOf, countBounds, rangeOf } from '../bounds.ts';
import { bounded } from './bounded.ts';
import type { Measure } from './measure.ts';

/** How many different values of a property. */
export const distinct: Measure<BoundsOf> = {
  ...bounded('distinct', countBounds),
  review: (bounds, pointer) =>
    rangeOf(bounds).high < 1
      ? [`${pointer}: whoever has a value has at least one, so this is never true`]
      : [],
};
