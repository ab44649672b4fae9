import { describe, expect, it } from 'vitest';
import { httpRequests } from '../../../../../infra/local/billing/rules/http-requests.ts';

const step = 512 * 1_024;

describe('requests of an HTTP API', () => {
  it.each([
    { request: 0, answer: 0, billed: 1 },
    { request: step, answer: 0, billed: 1 },
    { request: step + 1, answer: 0, billed: 2 },
    { request: 10, answer: 2 * step + 1, billed: 3 },
  ])('are billed as $billed for $request bytes in and $answer out', ({ request, answer, billed }) => {
    expect(httpRequests(request, answer)).toBe(billed);
  });
});
