import { chunksOf, kilobyte } from './chunks.ts';

const step = 5 * kilobyte;

/** Firehose bills each record in steps of 5 KB, those that it reads from a stream too. */
export const ingestedBytes = (recordBytes: number): number => chunksOf(recordBytes, step) * step;
