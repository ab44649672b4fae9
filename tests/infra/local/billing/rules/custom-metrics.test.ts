import { describe, expect, it } from 'vitest';
import { customMetrics } from '../../../../../infra/local/billing/rules/custom-metrics.ts';

const line = (Dimensions: readonly (readonly string[])[]) =>
  JSON.stringify({
    _aws: {
      Timestamp: 1,
      CloudWatchMetrics: [
        { Namespace: 'Tributary', Dimensions, Metrics: [{ Name: 'Applied' }, { Name: 'Failed' }] },
      ],
    },
    service: 'update-profiles',
    stage: 'prod',
  });

describe('the custom metrics of a line', () => {
  it.each([
    [[['service']], ['Tributary/update-profiles/Applied', 'Tributary/update-profiles/Failed']],
    // each set of dimensions is a metric of its own
    [
      [['service'], ['service', 'stage']],
      [
        'Tributary/update-profiles/Applied',
        'Tributary/update-profiles/Failed',
        'Tributary/update-profiles/prod/Applied',
        'Tributary/update-profiles/prod/Failed',
      ],
    ],
  ])('with the dimensions %j are %j', (dimensions, metrics) => {
    expect(customMetrics(line(dimensions))).toEqual(metrics);
  });

  it.each(['', 'plain text', '{"level":"ERROR","message":"no metric"}'])('%j are none', (text) => {
    expect(customMetrics(text)).toEqual([]);
  });
});
