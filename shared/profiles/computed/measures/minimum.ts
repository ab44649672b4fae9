import { extreme } from '../extreme.ts';

/** The smallest amount. */
export const minimum = extreme(-1);
