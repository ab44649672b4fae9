import { describe, expect, it } from 'vitest';
import { createMeter, type Usage, usedBetween } from '../../../../infra/local/billing/meter.ts';

const put = (resource: string, quantity: number): Usage => ({
  ...{ service: 'kinesis', unit: 'put-payload-units', resource, quantity },
});

describe('the meter', () => {
  it('keeps one sum per service, resource and unit', () => {
    const meter = createMeter();

    for (const usage of [put('events', 1), put('events', 2), put('other', 5)]) meter.record(usage);

    expect(meter.readings()).toEqual([put('events', 3), put('other', 5)]);
  });

  it('tells what was used between two readings, and nothing that was not', () => {
    const meter = createMeter();
    meter.record(put('events', 3));
    meter.record(put('quiet', 1));
    const before = meter.readings();

    meter.record(put('events', 4));
    meter.record(put('new', 1));

    expect(usedBetween(before, meter.readings())).toEqual([put('events', 4), put('new', 1)]);
  });
});
