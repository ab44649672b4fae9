import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import {
  explainedSegmentSchema,
  segmentText,
} from '../../../../../infra/cli/commands/person/explained-segment.ts';
import { asking } from '../../../../support/admin/asking.ts';
import { shownRows } from '../../../../support/admin/shown-rows.ts';
import { toldWorld } from '../../../../support/admin/told-world.ts';

describe('the text of a segment that asks for another of every kind of condition', () => {
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  it('fits into 100 columns', async () => {
    const inner = { id: 'inner', where: { all: shownRows.map(([, condition]) => condition) } };
    const world = await toldWorld([inner, { id: 'outer', where: { not: { segment: 'inner' } } }]);

    const { body } = await asking(world)({ segment: 'outer' });
    const lines = segmentText(explainedSegmentSchema.parse(body)).split('\n');

    expect(lines.filter((line) => line.length > 100)).toEqual([]);
    expect(lines).toContain('inner: list vips');
  });
});
