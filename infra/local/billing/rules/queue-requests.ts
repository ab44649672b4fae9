import { chunksOf, kilobyte } from './chunks.ts';

// of a receive and of a delete
const maxBatch = 10;

/** SQS bills a request for every 64 KB started. */
export const queueRequests = (bytes: number): number => chunksOf(bytes, 64 * kilobyte);

/** What Lambda asks for to get messages of these sizes: ten at a time. */
export const receiveRequests = (sizes: readonly number[]): number =>
  Array.from({ length: Math.ceil(sizes.length / maxBatch) }, (_, index) =>
    queueRequests(sumOf(sizes.slice(index * maxBatch, (index + 1) * maxBatch))),
  ).reduce((sum, requests) => sum + requests, 0);

/** What Lambda asks for to delete messages: their handles are small. */
export const deleteRequests = (count: number): number => Math.ceil(count / maxBatch);

const sumOf = (sizes: readonly number[]): number => sizes.reduce((sum, size) => sum + size, 0);
