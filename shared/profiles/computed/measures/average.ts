import { fromUnits } from '../amount.ts';
import type { WindowMeasure } from './measure-kind.ts';

/** The mean amount of the events that have one. */
export const average: WindowMeasure = {
  keeps: 'window',
  subject: 'property',
  read: (tallies) => {
    const count = tallies.reduce((total, tally) => total + tally.count, 0);
    const sum = tallies.reduce((total, tally) => total + tally.sum, 0);
    return count === 0 ? undefined : fromUnits(Math.round(sum / count));
  },
};
