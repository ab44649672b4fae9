import { describe, expect, it } from 'vitest';
import {
  deleteRequests,
  queueRequests,
  receiveRequests,
} from '../../../../../infra/local/billing/rules/queue-requests.ts';

const messages = (count: number, bytes: number) => Array.from({ length: count }, () => bytes);

describe('requests to a queue', () => {
  it.each([
    [0, 1],
    [65_536, 1],
    [65_537, 2],
    [262_144, 4],
  ])('are for a message of %i bytes: %i', (bytes, requests) => {
    expect(queueRequests(bytes)).toBe(requests);
  });

  it.each([
    { sizes: messages(1, 100), requests: 1 },
    { sizes: messages(10, 6_553), requests: 1 },
    // together more than 64 KB
    { sizes: messages(10, 6_554), requests: 2 },
    { sizes: messages(11, 100), requests: 2 },
  ])('get messages ten at a time: $sizes.length of $sizes.0 bytes take $requests', ({ sizes, requests }) => {
    expect(receiveRequests(sizes)).toBe(requests);
  });

  it.each([
    [0, 0],
    [1, 1],
    [10, 1],
    [11, 2],
  ])('delete messages ten at a time: %i take %i', (count, requests) => {
    expect(deleteRequests(count)).toBe(requests);
  });
});
