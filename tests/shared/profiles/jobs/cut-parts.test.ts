import { describe, expect, it } from 'vitest';
import { cutParts, linesOf, partKey } from '../../../../shared/profiles/jobs/cut-parts.ts';

describe('the parts of an export', () => {
  const lines = Array.from({ length: 20 }, (_, number) => ({ number, text: 'ä\n"'.repeat(number) }));

  it.each([1, 50, 200, 10_000])('hold all lines in order when %i characters go into one', (most) => {
    const parts = cutParts(lines, most);

    expect(parts.flatMap(linesOf)).toEqual(lines);
    // a line that alone is longer stays whole
    for (const part of parts) expect(part.length <= most || linesOf(part).length === 1).toBe(true);
  });

  it('are none of nothing', () => {
    expect(cutParts([])).toEqual([]);
  });

  it('are named in their order', () => {
    expect([9, 10].map((part) => partKey({ profileId: 'user_id:x', jobId: 'job' }, part))).toEqual([
      'exports/user_id%3Ax/job/000009.ndjson',
      'exports/user_id%3Ax/job/000010.ndjson',
    ]);
  });
});
