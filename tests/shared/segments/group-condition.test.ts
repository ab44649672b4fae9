import { describe, expect, it } from 'vitest';
import { compileSegments, type Facts } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';

const DAY = 86_400_000;
const NOW = Date.UTC(2026, 10, 1);

const compile = (where: object) =>
  compileSegments([{ segment: parseSegment({ id: 's', where }).segment, since: 1 }], { timezone: 'UTC' });

function judge(where: object, groups: Facts['groups'], now = NOW) {
  const [segment] = compile(where).segments;
  return segment?.evaluate({ traits: {}, windows: new Map(), ...(groups && { groups }) }, now);
}

const iso = (at: number) => new Date(at).toISOString();

describe('a condition on group traits', () => {
  const pro = { group: 'plan', equals: 'pro' };

  it.each([
    ['one of the groups is so', [{ plan: 'free' }, { plan: 'pro' }], true],
    ['no group is so', [{ plan: 'free' }, {}], false],
    ['there is no group', [], false],
    ['nothing is known of groups', undefined, false],
  ])('when %s', (_, groups, holds) => {
    expect(judge(pro, groups)).toEqual({ holds, flipsAt: undefined });
  });

  it('never takes a trait of the person for one of a group', () => {
    const [segment] = compile(pro).segments;

    expect(segment?.evaluate({ traits: { plan: 'pro' }, windows: new Map() }, NOW).holds).toBe(false);
  });

  it('holds until the last of the groups that make it true changes with time', () => {
    const renewed = { group: 'renewedAt', withinLast: '7d' };
    const groups = [{ renewedAt: iso(NOW - DAY) }, { renewedAt: iso(NOW - 3 * DAY) }];

    expect(judge(renewed, groups)).toEqual({ holds: true, flipsAt: NOW + 6 * DAY });
    expect(judge(renewed, [...groups, { renewedAt: iso(NOW + DAY) }])?.holds).toBe(true);
    expect(judge(renewed, [{ renewedAt: iso(NOW - 9 * DAY) }])?.holds).toBe(false);
  });

  it('reads nested traits, and asks for their top level alone', () => {
    expect(judge({ group: 'address.city', equals: 'Krakow' }, [{ address: { city: 'Krakow' } }])?.holds).toBe(
      true,
    );
    expect(compile({ all: [{ group: 'address.city', exists: true }, pro] })).toMatchObject({
      groupTraits: ['address', 'address.city', 'plan'],
      traits: [],
    });
  });

  it.each([
    [{ group: '', equals: 1 }, '`group` must be a text of 1 to 200 characters, got 0 characters'],
    [{ group: 'plan' }, 'a group condition needs one operator, got none'],
    [{ group: 'plan', equal: 'pro' }, 'unknown operator `equal`, did you mean `equals`?'],
    [{ group: 'plan', trait: 'plan', exists: true }, 'a condition is of one kind, got `trait` and `group`'],
  ])('refuses %j', (where, message) => {
    expect(() => compile(where)).toThrow(message);
  });

  it('warns that an operator that denies needs the trait to exist', () => {
    const { warnings } = parseSegment({ id: 's', where: { group: 'plan', notEquals: 'pro' } });

    expect(warnings).toEqual([
      '/where/notEquals: `notEquals` needs `plan` to exist; to include the rest, use `any` with `"exists": false`',
    ]);
  });
});
