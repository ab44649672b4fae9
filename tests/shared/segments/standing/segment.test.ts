import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { observe } from '../../../../shared/segments/windows/observe.ts';

const DAY = 86_400_000;
const T = Date.UTC(2026, 0, 1);

const buyers = { id: 'buyers', where: { event: 'Order Completed', within: '90d' } };
const staff = { id: 'staff', where: { trait: 'staff', equals: true } };
const outsiders = { id: 'outsiders', where: { all: [{ segment: 'buyers' }, { not: { segment: 'staff' } }] } };

function compiled(segments: readonly { id: string; where: object; since?: number }[]) {
  const live = segments.map(({ since = 1, ...value }) => ({ segment: parseSegment(value).segment, since }));
  return compileSegments(live, { timezone: 'UTC' });
}

function segmentNamed(id: string, among: ReturnType<typeof compiled>) {
  const found = among.segments.find((one) => one.id === id);
  if (found === undefined) throw new Error(`no segment ${id}`);
  return found;
}

describe('a segment that asks for another', () => {
  it('has the members of the other until they leave it, whatever the order of the two', () => {
    const all = compiled([outsiders, staff, buyers]);
    const windows = observe(new Map(), all, { name: 'Order Completed', properties: {}, at: T });

    const { evaluate } = segmentNamed('outsiders', all);

    expect(evaluate({ traits: {}, windows }, T)).toEqual({ holds: true, flipsAt: T + 90 * DAY });
    expect(evaluate({ traits: { staff: true }, windows }, T).holds).toBe(false);
    expect(evaluate({ traits: {}, windows: new Map() }, T)).toEqual({ holds: false, flipsAt: undefined });
  });

  it('has nobody by one that is not live', () => {
    const { evaluate } = segmentNamed('outsiders', compiled([outsiders, buyers]));
    const { evaluate: alone } = segmentNamed(
      'alone',
      compiled([{ id: 'alone', where: { segment: 'gone' } }]),
    );

    expect(evaluate({ traits: {}, windows: new Map() }, T).holds).toBe(false);
    expect(alone({ traits: {}, windows: new Map() }, T)).toEqual({ holds: false, flipsAt: undefined });
  });

  it('counts as new when the other one is, and keeps what the other one needs', () => {
    const all = compiled([
      { ...outsiders, since: 3 },
      { ...staff, since: 2 },
      { ...buyers, since: 8 },
    ]);

    expect(segmentNamed('outsiders', all).since).toBe(8);
    expect(segmentNamed('staff', all).since).toBe(2);
    expect(all.windows).toMatchObject([{ event: 'Order Completed', since: 8 }]);
    expect(all.traits).toEqual(['staff']);
  });
});
