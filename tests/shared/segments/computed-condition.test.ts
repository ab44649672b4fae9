import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parseComputedTrait } from '../../../shared/profiles/computed/definition.ts';
import { type Observed, observeFact } from '../../../shared/profiles/observed.ts';
import { type CompiledSegments, compileSegments } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import { type NaiveEvent, type NaiveMeasure, naiveComputed } from '../../support/profiles/naive-computed.ts';
import { size } from '../../support/sizes.ts';

const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const numRuns = size(300, 10_000);
const timeout = size(60_000, 900_000);

type Case = { measure: NaiveMeasure; subject: true | { of: string }; operator: string; expected: unknown };

function compile({ measure, subject, operator, expected }: Case, within?: string): CompiledSegments {
  const trait = parseComputedTrait({
    id: 'tried',
    event: 'E',
    [measure]: subject,
    ...(within && { within }),
  });
  const { segment } = parseSegment({ id: 'who', where: { computed: 'tried', [operator]: expected } });
  return compileSegments([{ segment, since: 1 }], { timezone: 'UTC', computed: [{ trait, since: 1 }] });
}

function judge(compiled: CompiledSegments, events: readonly NaiveEvent[], now: number) {
  const facts: Observed = { windows: new Map(), accumulators: new Map() };
  for (const { at, ...properties } of events) observeFact(facts, compiled, { name: 'E', properties, at });
  return compiled.segments.map((segment) => segment.evaluate({ traits: {}, ...facts }, now))[0];
}

const tests: Record<string, (actual: unknown, expected: unknown) => boolean> = {
  atLeast: (actual, expected) => actual !== undefined && Number(actual) >= Number(expected),
  lessThan: (actual, expected) => actual !== undefined && Number(actual) < Number(expected),
  equals: (actual, expected) => actual === expected,
  exists: (actual, expected) => (actual !== undefined) === expected,
};

const amounts = fc.constantFrom<NaiveMeasure>('sum', 'average', 'minimum', 'maximum');
const cases: fc.Arbitrary<Case> = fc.oneof(
  fc.record({
    measure: amounts,
    subject: fc.constant({ of: 'amount' }),
    operator: fc.constantFrom('atLeast', 'lessThan'),
    expected: fc.integer({ min: -5, max: 60 }),
  }),
  fc.record({
    measure: fc.constant<NaiveMeasure>('distinct'),
    subject: fc.constant({ of: 'label' }),
    operator: fc.constantFrom('atLeast', 'lessThan', 'equals'),
    expected: fc.nat(4),
  }),
  fc.record({
    measure: fc.constantFrom<NaiveMeasure>('first', 'last', 'mostFrequent'),
    subject: fc.constant({ of: 'label' }),
    operator: fc.constant('equals'),
    expected: fc.constantFrom('a', 'b', 'c'),
  }),
  fc
    .record({
      measure: fc.constantFrom<NaiveMeasure>('first', 'mostFrequent', 'average', 'maximum'),
      subject: fc.constantFrom({ of: 'label' }, { of: 'amount' }),
      operator: fc.constant('exists'),
      expected: fc.boolean(),
    })
    .filter(({ measure, subject }) => (subject.of === 'amount') === ['average', 'maximum'].includes(measure)),
);

const histories = fc.array(
  fc.record({
    at: fc.nat(30 * 24).map((hours) => START + hours * 3_600_000),
    amount: fc.option(fc.integer({ min: -9, max: 30 }), { nil: undefined }),
    label: fc.option(fc.constantFrom('a', 'b', 'c', 'd'), { nil: undefined }),
  }),
  { maxLength: 25 },
);

describe('a condition on a computed trait', () => {
  it(
    'gives the answer of a scan of all events, and the first instant at which that changes',
    () => {
      fc.assert(
        fc.property(cases, histories, fc.nat(20 * 24), (tried, events, hours) => {
          const now = START + 30 * DAY + hours * 3_600_000;
          const holdsAt = (at: number) =>
            tests[tried.operator]?.(
              naiveComputed(tried.measure, events, { now: at, withinMs: 15 * DAY }),
              tried.expected,
            );
          const flipsAt = events
            .map(({ at }) => at + 15 * DAY)
            .filter((at) => at > now)
            .sort((a, b) => a - b)
            .find((at) => holdsAt(at) !== holdsAt(now));

          expect(judge(compile(tried, '15d'), events, now)).toEqual({ holds: holdsAt(now), flipsAt });
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it('never changes by itself when the trait is for ever', () => {
    const tried = compile({ measure: 'sum', subject: { of: 'amount' }, operator: 'atLeast', expected: 10 });

    expect(judge(tried, [{ at: START, amount: 10 }], START + 900 * DAY)).toEqual({
      holds: true,
      flipsAt: undefined,
    });
  });

  it('sees a date come closer and pass', () => {
    const tried = compile({ measure: 'last', subject: true, operator: 'withinLast', expected: '7d' });

    expect(judge(tried, [{ at: START }], START + DAY)).toEqual({ holds: true, flipsAt: START + 7 * DAY });
    expect(judge(tried, [{ at: START }], START + 7 * DAY)).toEqual({ holds: false, flipsAt: undefined });
  });

  it('counts 0 for who has done nothing, and is false of what nobody has', () => {
    const orders = compile({ measure: 'count', subject: true, operator: 'lessThan', expected: 1 });
    const largest = compile({
      measure: 'maximum',
      subject: { of: 'amount' },
      operator: 'lessThan',
      expected: 1,
    });

    expect(judge(orders, [], START)?.holds).toBe(true);
    expect(judge(largest, [], START)?.holds).toBe(false);
  });

  it('shares the window of a segment over the same events', () => {
    const event = { event: 'Order Completed', within: '30d', sum: { of: 'total', atLeast: 100 } };
    const { segment } = parseSegment({
      id: 'who',
      where: { all: [event, { computed: 'spent', atLeast: 5 }] },
    });
    const trait = parseComputedTrait({
      id: 'spent',
      event: 'Order Completed',
      within: '90d',
      sum: { of: 'total' },
    });

    const { windows, accumulators } = compileSegments([{ segment, since: 1 }], {
      timezone: 'UTC',
      computed: [{ trait, since: 2 }],
    });

    expect(windows).toMatchObject([{ horizonMs: 90 * DAY, since: 2 }]);
    expect(accumulators).toEqual([]);
  });

  it('is false while its trait is not live', () => {
    const { segment } = parseSegment({ id: 'who', where: { computed: 'gone', atLeast: 0 } });
    const { segments } = compileSegments([{ segment, since: 1 }], { timezone: 'UTC' });

    expect(segments[0]?.evaluate({ traits: {}, windows: new Map() }, START).holds).toBe(false);
  });
});
