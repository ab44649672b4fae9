import { extreme } from '../extreme.ts';

/** The largest amount. */
export const maximum = extreme(1);
