import { describe, expect, it } from 'vitest';
import {
  invocationUsage,
  lineUsage,
  roundTripUsage,
} from '../../../../../infra/local/billing/rules/function-usage.ts';

const text = { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO' } as const;
const half = { name: 'update-profiles', memorySizeMegabytes: 512, logging: text };

describe('what a function uses', () => {
  it('is a request, its time in whole milliseconds, and the lines that Lambda writes', () => {
    const lines = [71, 52, 142].map((bytes) => ({
      ...{ service: 'logs', resource: 'update-profiles', unit: 'log-bytes', quantity: bytes + 26 },
    }));

    expect(invocationUsage(half, { cpuMilliseconds: 9.2, outcome: 'success' })).toEqual([
      { service: 'lambda', resource: 'update-profiles', unit: 'requests', quantity: 1 },
      { service: 'lambda', resource: 'update-profiles', unit: 'milliseconds', quantity: 10, modelled: true },
      { service: 'lambda', resource: 'update-profiles', unit: 'gb-seconds', quantity: 0.005, modelled: true },
      ...lines,
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
