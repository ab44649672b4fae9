import { amountBounds } from '../bounds.ts';
import type { EventCondition } from '../event.ts';
import { bounded } from './bounded.ts';
import { count } from './count.ts';
import { distinct } from './distinct.ts';
import { end } from './end.ts';
import type { Measure } from './measure.ts';
import { never } from './never.ts';
import { sum } from './sum.ts';

/** Every way to ask about events, by the key that names it. */
const table = {
  count,
  sum,
  average: bounded('average', amountBounds),
  minimum: bounded('minimum', amountBounds),
  maximum: bounded('maximum', amountBounds),
  distinct,
  first: end('first'),
  last: end('last'),
  never,
};

export type MeasureName = keyof typeof table;

export const measures: { readonly [Name in MeasureName]: Measure<NonNullable<EventCondition[Name]>> } = table;
export const measureNames = Object.keys(table) as readonly MeasureName[]; // Object.keys forgets the key type
