import type { z } from 'zod';
import { type Bounds, type BoundsOf, liesIn, parseBoundsOf, unitRangeOf } from '../bounds.ts';
import { judgeReading } from '../courses.ts';
import { type QuantityName, quantities } from '../quantity.ts';
import type { Measure } from './measure.ts';

/** A number of a property's values that must lie within bounds; false of nothing. */
export function bounded(name: QuantityName, schema: z.ZodType<Bounds>): Measure<BoundsOf> {
  return {
    parse: (value, place) => parseBoundsOf(value, place, schema),
    compile: ({ of, ...bounds }, condition, compilation) =>
      judgeReading(quantities[name]({ ...condition, of }, compilation), liesIn(unitRangeOf(bounds))),
  };
}
