import * as z from 'zod';
import type { Tally } from '../windows/tally.ts';
import { type MeasureName, rfmMeasures } from './measures.ts';

/** What a value must be above for a score of 2, 3, 4 and 5. */
const boundsSchema = z.tuple([z.number(), z.number(), z.number(), z.number()]);
export type Bounds = z.infer<typeof boundsSchema>;

/** Where the fifths of all buyers meet, by measure. */
export const quintilesSchema = z.object({
  recency: boundsSchema,
  frequency: boundsSchema,
  money: boundsSchema,
});
export type Quintiles = z.infer<typeof quintilesSchema>;

/** 1 to 5 each, 5 the best. */
export type Scores = Readonly<Record<MeasureName, number>>;

/** One more than the whole fifths of all buyers who are worse: equal values have equal scores. */
export function scoresOf(bought: Tally, quintiles: Quintiles, now: number): Scores {
  const scoreOf = (name: MeasureName) => {
    const { read, isAbove } = rfmMeasures[name];
    const value = read(bought, now);
    return 1 + quintiles[name].filter((bound) => isAbove(value, bound)).length;
  };
  return { recency: scoreOf('recency'), frequency: scoreOf('frequency'), money: scoreOf('money') };
}
