import { describe, expect, it } from 'vitest';
import {
  invocationUsage,
  lineUsage,
  roundTripUsage,
} from '../../../../../infra/local/billing/rules/function-usage.ts';

const half = { name: 'update-profiles', memorySizeMegabytes: 512 };

describe('what a function uses', () => {
  it('is a request, its time in whole milliseconds, and the lines that Lambda writes', () => {
    expect(invocationUsage(half, 9.2)).toEqual([
      { service: 'lambda', resource: 'update-profiles', unit: 'requests', quantity: 1 },
      { service: 'lambda', resource: 'update-profiles', unit: 'milliseconds', quantity: 10, modelled: true },
      { service: 'lambda', resource: 'update-profiles', unit: 'gb-seconds', quantity: 0.005, modelled: true },
      { service: 'logs', resource: 'update-profiles', unit: 'log-bytes', quantity: 347 },
    ]);
  });

  it.each([
    ['dynamodb', 4],
    ['kinesis', 8],
    ['states', 20],
    ['ses', 60],
    ['sns', 60],
  ])('is the wait for an answer: %s takes %i ms', (service, milliseconds) => {
    expect(roundTripUsage(half, service)).toContainEqual({
      ...{ service: 'lambda', resource: 'update-profiles', unit: 'milliseconds', modelled: true },
      quantity: milliseconds,
    });
  });

  it('is what it logs, in bytes, and 26 for each line', () => {
    expect(lineUsage('update-profiles', 'żółw')).toEqual([
      { service: 'logs', resource: 'update-profiles', unit: 'log-bytes', quantity: 7 + 26 },
    ]);
  });
});
