import { fromUnits } from '../amount.ts';
import type { WindowMeasure } from './measure-kind.ts';

/** All amounts together; 0 of nothing. */
export const sum: WindowMeasure = {
  keeps: 'window',
  subject: 'property',
  read: (tallies) => fromUnits(tallies.reduce((total, tally) => total + tally.sum, 0)),
};
