import { amountBounds, type BoundsOf, parseBoundsOf, unitRangeOf } from '../bounds.ts';
import { judgeTallies } from '../tallies.ts';
import type { Measure } from './measure.ts';

/** All amounts of a property together, less those of `minus`; 0 of nothing. */
export const sum: Measure<BoundsOf> = {
  parse: (value, place) => parseBoundsOf(value, place, amountBounds),
  compile: (setting, condition, compilation) =>
    judgeTallies({ ...unitRangeOf(setting), measure: 'sum' }, { ...condition, of: setting.of }, compilation),
};
