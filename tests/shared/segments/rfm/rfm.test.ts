import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { compileSegments } from '../../../../shared/segments/compile.ts';
import { parseSegment } from '../../../../shared/segments/parse-segment.ts';
import { groupOf, rfmGroups } from '../../../../shared/segments/rfm/groups.ts';
import type { Quintiles } from '../../../../shared/segments/rfm/scores.ts';
import { rfmSettingsSchema } from '../../../../shared/segments/rfm/settings.ts';
import { observe } from '../../../../shared/segments/windows/observe.ts';
import type { Window } from '../../../../shared/segments/windows/window.ts';
import { naiveAdd } from '../../../support/segments/naive-calendar.ts';
import {
  type NaiveOrder,
  naiveBought,
  naiveGroup,
  naiveScored,
} from '../../../support/segments/standing/naive-rfm.ts';
import { size } from '../../../support/sizes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 2, 1);
const timezone = 'Europe/Warsaw';
const QUINTILES: Quintiles = {
  recency: [40 * DAY, 20 * DAY, 10 * DAY, 5 * DAY],
  frequency: [1, 2, 3, 5],
  money: [500_000, 1_000_000, 1_500_000, 2_000_000],
};

type Tried = {
  readonly rule: object;
  readonly orders: readonly NaiveOrder[];
  readonly within?: string | undefined;
  readonly quintiles?: Quintiles | undefined;
};

function judge({ rule, orders, within, quintiles = QUINTILES }: Tried, now: number) {
  const { segment } = parseSegment({ id: 'tried', where: rule });
  const settings = rfmSettingsSchema.parse({ within });
  const compiled = compileSegments([{ segment, since: 1 }], {
    timezone,
    rfm: { settings, since: 1, quintiles, changed: 1 },
  });
  const events = orders.map(({ at, total }) => ({ name: 'Order Completed', properties: { total }, at }));
  const windows = events.reduce((kept, event) => observe(kept, compiled, event), new Map<string, Window>());
  return compiled.segments.map((one) => one.evaluate({ traits: {}, windows }, now))[0];
}

const tests: Record<string, (actual: number | undefined, expected: number) => boolean> = {
  atLeast: (actual, expected) => actual !== undefined && actual >= expected,
  lessThan: (actual, expected) => actual !== undefined && actual < expected,
  equals: (actual, expected) => actual === expected,
};

const questions = fc.oneof(
  fc.constantFrom(...rfmGroups).map((group) => ({
    rule: { rfm: group },
    asked: (scores: ReturnType<typeof naiveScored>) => scores !== undefined && naiveGroup(scores) === group,
  })),
  fc
    .tuple(
      fc.constantFrom('recency' as const, 'frequency' as const, 'money' as const),
      fc.constantFrom(...Object.keys(tests)),
      fc.integer({ min: 2, max: 5 }),
    )
    .map(([measure, operator, expected]) => ({
      rule: { rfm: measure, [operator]: expected },
      asked: (scores: ReturnType<typeof naiveScored>) =>
        tests[operator]?.(scores?.[measure], expected) ?? false,
    })),
);
const orders = fc.array(
  fc.record({
    at: fc
      .tuple(fc.nat(60 * 4), fc.constantFrom(0, 0, 1, -1))
      .map(([spot, ms]) => START + spot * 6 * HOUR + ms),
    total: fc.integer({ min: -20, max: 120 }),
  }),
  { maxLength: 8 },
);

describe('a condition on scores', () => {
  it('gives the answer of going through everything bought, and the instant at which that changes', () => {
    const cases = fc.tuple(questions, orders, fc.constantFrom(undefined, '14d', '30d', '1mo'), fc.nat());
    fc.assert(
      fc.property(cases, ([{ rule, asked }, bought, within, seed]) => {
        const holdsAt = (at: number) =>
          asked(naiveScored(naiveBought(bought, at, { within, timezone }), QUINTILES, at));
        const boundaries = bought
          .flatMap(({ at }) => [
            at,
            ...(within ? [naiveAdd(at, within, { timezone })] : []),
            ...QUINTILES.recency.map((age) => at + age),
          ])
          .sort((a, b) => a - b);

        for (const beside of [-1, 0, 1]) {
          const now = (boundaries[seed % Math.max(1, boundaries.length)] ?? START) + beside;
          const flipsAt = boundaries.find((at) => at > now && holdsAt(at) !== holdsAt(now));
          expect({ now, ...judge({ rule, orders: bought, within }, now) }).toEqual({
            now,
            holds: holdsAt(now),
            flipsAt,
          });
        }
      }),
      { numRuns: size(1_000, 20_000) },
    );
  });

  it('knows to the millisecond when somebody slips because nothing more is bought', () => {
    const champion = Array.from({ length: 6 }, (_, index) => ({ at: START + index * HOUR, total: 60 }));
    const last = START + 5 * HOUR;
    const champions = { rule: { rfm: 'champions' }, orders: champion };

    expect(judge(champions, last)).toEqual({ holds: true, flipsAt: last + 5 * DAY });
    expect(judge(champions, last + 5 * DAY - 1)?.holds).toBe(true);
    expect(judge(champions, last + 5 * DAY)).toEqual({ holds: false, flipsAt: undefined });
    expect(judge({ ...champions, rule: { rfm: 'loyal' } }, last)).toEqual({
      holds: false,
      flipsAt: last + 5 * DAY,
    });
  });

  it('gives what equals a bound the lower score', () => {
    const order = { at: START, total: 50 };

    expect(judge({ rule: { rfm: 'money', equals: 1 }, orders: [order] }, START)?.holds).toBe(true);
    expect(judge({ rule: { rfm: 'frequency', equals: 1 }, orders: [order] }, START)?.holds).toBe(true);
    expect(judge({ rule: { rfm: 'recency', equals: 4 }, orders: [order] }, START + 5 * DAY)?.holds).toBe(
      true,
    );
  });

  it('is false of who has bought nothing, unless it asks for that', () => {
    expect(judge({ rule: { rfm: 'recency', atMost: 5 }, orders: [] }, START)?.holds).toBe(false);
    expect(judge({ rule: { rfm: 'lost' }, orders: [] }, START)?.holds).toBe(false);
    expect(judge({ rule: { rfm: 'recency', exists: false }, orders: [] }, START)?.holds).toBe(true);
  });

  it('is false while there are no quintiles, or nobody is to be scored at all', () => {
    const { segment } = parseSegment({ id: 'tried', where: { rfm: 'new' } });
    const settings = rfmSettingsSchema.parse({});
    const without = [undefined, { settings, since: 1, quintiles: undefined, changed: 1 }].map((rfm) =>
      compileSegments([{ segment, since: 1 }], { timezone, rfm }),
    );

    for (const { segments } of without)
      expect(segments[0]?.evaluate({ traits: {}, windows: new Map() }, START)).toEqual({
        holds: false,
        flipsAt: undefined,
      });
  });

  it('keeps one window with a segment that sums the same purchases', () => {
    const sum = { event: 'Order Completed', within: '30d', sum: { of: 'total', atLeast: 100 } };
    const { segment } = parseSegment({ id: 'tried', where: sum });

    const { windows } = compileSegments([{ segment, since: 1 }], {
      timezone,
      rfm: { settings: rfmSettingsSchema.parse({}), since: 2, quintiles: QUINTILES, changed: 2 },
    });

    expect(windows).toMatchObject([{ of: 'total', horizonMs: undefined, since: 2 }]);
  });
});

describe('the groups', () => {
  it('are eleven, and every three scores are in one', () => {
    const possible = [1, 2, 3, 4, 5];
    const scores = possible.flatMap((recency) =>
      possible.flatMap((frequency) => possible.map((money) => ({ recency, frequency, money }))),
    );

    expect(rfmGroups).toHaveLength(11);
    expect(scores.map(groupOf)).toEqual(scores.map(naiveGroup));
  });
});

describe('a condition on scores is refused', () => {
  it.each([
    ['an unknown group', { rfm: 'champion' }, '/where/rfm', 'invalid_value', 'did you mean `champions`?'],
    ['a group with an operator', { rfm: 'lost', equals: 1 }, '/where/equals', 'unknown_key', 'unknown key'],
    ['a score without an operator', { rfm: 'money' }, '/where', 'missing_operator', 'needs one operator'],
    [
      'a score with two',
      { rfm: 'money', atLeast: 1, atMost: 2 },
      '/where/atMost',
      'several_operators',
      'one',
    ],
    ['no name', { rfm: 3 }, '/where/rfm', 'invalid_value', 'a group or a score, got 3'],
  ])('when it has %s', (_, where, pointer, code, message) => {
    expect(() => parseSegment({ id: 'tried', where })).toThrow(
      expect.objectContaining({ pointer, code, message: expect.stringContaining(message) }),
    );
  });

  it.each([
    [{ atLeast: 0 }, '/where/atLeast', 'a whole number from 1 to 5, got 0'],
    [{ equals: 6 }, '/where/equals', 'a whole number from 1 to 5, got 6'],
    [{ notEquals: 2.5 }, '/where/notEquals', 'a whole number from 1 to 5, got 2.5'],
    [{ atMost: '4' }, '/where/atMost', 'a whole number from 1 to 5, got "4"'],
    // nobody could be in it
    [{ greaterThan: 5 }, '/where/greaterThan', 'a whole number from 1 to 4, got 5'],
    [{ lessThan: 1 }, '/where/lessThan', 'a whole number from 2 to 5, got 1'],
    [{ between: [4, 2] }, '/where/between', 'the lowest and the highest score'],
    [{ between: [1, 6] }, '/where/between/1', 'a whole number from 1 to 5, got 6'],
    [{ in: [1, 9] }, '/where/in/1', 'a whole number from 1 to 5, got 9'],
    [{ startsWith: '4' }, '/where/startsWith', '`startsWith` cannot test a score'],
  ])('when it compares a score with %j', (test, pointer, message) => {
    expect(() => parseSegment({ id: 'tried', where: { rfm: 'money', ...test } })).toThrow(
      expect.objectContaining({
        pointer,
        message: expect.stringContaining(message),
        allowed: expect.anything(),
      }),
    );
  });
});
