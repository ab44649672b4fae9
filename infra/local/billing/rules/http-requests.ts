import { chunksOf, kilobyte } from './chunks.ts';

/** An HTTP API bills a request for every 512 KB started of what comes in or goes out, whichever is more. */
export const httpRequests = (requestBytes: number, answerBytes: number): number =>
  chunksOf(Math.max(requestBytes, answerBytes), 512 * kilobyte);
