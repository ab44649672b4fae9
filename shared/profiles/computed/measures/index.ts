import { average } from './average.ts';
import { count } from './count.ts';
import { distinct } from './distinct.ts';
import { first } from './first.ts';
import { last } from './last.ts';
import { maximum } from './maximum.ts';
import type { Measure } from './measure-kind.ts';
import { minimum } from './minimum.ts';
import { mostFrequent } from './most-frequent.ts';
import { sum } from './sum.ts';

/** Every measure, by the key that names it. New ones go last: stored accumulators know theirs by its place. */
const table = { count, sum, average, minimum, maximum, first, last, mostFrequent, distinct };

export type MeasureName = keyof typeof table;

export const measures: Readonly<Record<MeasureName, Measure>> = table;
export const measureNames: readonly MeasureName[] = Object.keys(table).filter(isMeasureName);

function isMeasureName(name: string): name is MeasureName {
  return Object.hasOwn(table, name);
}
