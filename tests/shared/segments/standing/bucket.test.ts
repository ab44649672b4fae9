import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';

const people = Array.from({ length: 10_000 }, (_, index) => `profile-${index}`);

function membersOf(seed: string, percent: number): ReadonlySet<string> {
  const { segment } = parseSegment({ id: 'share', where: { bucket: { seed, percent } } });
  const [compiled] = compileSegments([{ segment, since: 1 }], { timezone: 'UTC' }).segments;
  const holds = (profileId: string) => compiled?.evaluate({ profileId, traits: {}, windows: new Map() }, 0);
  return new Set(people.filter((profileId) => holds(profileId)?.holds));
}

/** The published formula in other words. */
function isWithin(seed: string, profileId: string, percent: number): boolean {
  const hex = createHash('sha256').update(`${seed}/${profileId}`).digest('hex').slice(0, 8);
  return Number.parseInt(hex, 16) < (percent / 100) * 0x1_0000_0000;
}

describe('a bucket', () => {
  it.each([0, 0.5, 10, 33.33, 100])(
    'of %d percent holds who the formula says, about that share',
    (percent) => {
      const members = membersOf('autumn', percent);

      expect([...members]).toEqual(people.filter((id) => isWithin('autumn', id, percent)));
      expect(Math.abs(members.size / people.length - percent / 100)).toBeLessThan(0.015);
    },
  );

  it('keeps its members when it grows, and shares few with that of another seed', () => {
    const [small, large] = [membersOf('autumn', 10), membersOf('autumn', 20)];
    const other = membersOf('winter', 10);

    expect([...small].filter((id) => !large.has(id))).toEqual([]);
    expect([...small].filter((id) => other.has(id)).length / people.length).toBeCloseTo(0.01, 2);
  });
});
