import type { WindowMeasure } from './measure-kind.ts';

/** How often it happened. */
export const count: WindowMeasure = {
  keeps: 'window',
  subject: 'none',
  read: (tallies) => tallies.reduce((total, tally) => total + tally.count, 0),
};
