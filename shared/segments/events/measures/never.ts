import { refuse, shown } from '../../refusal.ts';
import { judgeTallies } from '../tallies.ts';
import type { Measure } from './measure.ts';

/** Not once. */
export const never: Measure<true> = {
  parse: (value, { pointer }) => {
    if (value === true) return true;
    refuse(`\`never\` must be true, got ${shown(value)}`, { code: 'invalid_value', pointer, allowed: true });
  },
  compile: (_, condition, compilation) =>
    judgeTallies({ low: 0, high: 0, measure: 'count' }, condition, compilation),
};
