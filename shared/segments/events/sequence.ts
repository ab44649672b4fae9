import type { Facts } from '../compile.ts';
import type { Compilation, ConditionKind } from '../conditions/condition-kind.ts';
import { listOf } from '../conditions/parts/combine.ts';
import { type Filter, reviewFilters } from '../conditions/parts/filter.ts';
import { child, isRecord, refuse, requireKnownKeys, shown } from '../refusal.ts';
import type { Calendar } from '../values/calendar.ts';
import { durationOf } from '../values/expected.ts';
import { parseWithin } from '../values/within.ts';
import { duringAny } from '../verdict.ts';
import { type CountedEvents, windowOf } from '../windows/event-window.ts';
import { isOpenEnded, type Period, parsePeriod, periodKeys } from '../windows/period.ts';
import { exactInstants } from '../windows/window.ts';
import { chainsOf } from './chains.ts';
import { filtersIn, parseNamed } from './counted.ts';

type Named = { readonly event: string; readonly where?: readonly Filter[] | undefined };

/** `within` is how long after the step before. */
export type SequenceStep = Named & { readonly within?: string };

/** Events one after the other, in the period (`within`: so long after the first), and none of `without` since the first. */
export type SequenceCondition = Period & {
  readonly sequence: readonly SequenceStep[];
  readonly without?: Named;
};

export const MOST_STEPS = 10;
const STEPS = `a list of 1 to ${MOST_STEPS} events`;

export const sequence: ConditionKind<SequenceCondition> = {
  keys: ['sequence', 'without', ...periodKeys],
  nodes: (value) =>
    [...listOf(value.sequence), value.without].reduce<number>((sum, part) => sum + 1 + filtersIn(part), 0),
  parts: () => [],
  parse: (value, { pointer }) => {
    requireKnownKeys(value, { pointer, known: sequence.keys });
    return {
      sequence: parseSteps(value.sequence, child(pointer, 'sequence')),
      ...(value.without !== undefined && { without: parseStep(value.without, child(pointer, 'without')) }),
      ...parsePeriod(value, pointer),
    };
  },
  compile: ({ sequence: steps, without, ...period }, compilation) => {
    const { calendar } = compilation;
    const { within } = period;
    const links = steps.map(({ event, where, within: gap }) => ({
      instantsOf: keepInstants({ ...period, event, where }, compilation),
      limitOf: endOf(gap, calendar),
    }));
    const instantsWithout = without && keepInstants({ ...without, within }, compilation);
    const leaves = endOf(within, calendar);
    return ({ facts }, now) => {
      const ends = instantsWithout?.(facts) ?? [];
      const chains = chainsOf(
        links.map(({ instantsOf, limitOf }) => ({ instants: instantsOf(facts), limitOf })),
      );
      const stretches = chains.map(({ first, last }) => ({
        from: last,
        until: Math.min(leaves(first), ends.find((at) => at > first) ?? Infinity),
      }));
      return duringAny(stretches, now);
    };
  },
  isIndexed: true,
  within: ({ within }) => within,
  isOpenEnded,
  review: ({ sequence: steps, without }, { pointer }) => [
    ...steps.flatMap(({ where = [] }, index) =>
      reviewFilters(where, child(child(child(pointer, 'sequence'), index), 'where')),
    ),
    ...reviewFilters(without?.where ?? [], child(child(pointer, 'without'), 'where')),
  ],
};

function parseSteps(value: unknown, pointer: string): readonly SequenceStep[] {
  if (!Array.isArray(value) || value.length === 0 || value.length > MOST_STEPS)
    refuseShape('sequence', value, { pointer, allowed: STEPS });
  const [first, ...others]: unknown[] = value;
  return [
    parseStep(first, child(pointer, 0)),
    ...others.map((step, index) => parseNextStep(step, child(pointer, index + 1))),
  ];
}

const STEP_KEYS = ['event', 'where'];

function parseStep(value: unknown, pointer: string, known = STEP_KEYS): SequenceStep {
  if (!isRecord(value)) refuseShape('a step', value, { pointer, allowed: 'an object with `event`' });
  requireKnownKeys(value, { pointer, known });
  return {
    ...parseNamed(value, pointer),
    ...(value.within !== undefined && { within: parseWithin(value.within, child(pointer, 'within')) }),
  };
}

/** Only what follows a step may say how soon. */
function parseNextStep(value: unknown, pointer: string): SequenceStep {
  return parseStep(value, pointer, [...STEP_KEYS, 'within']);
}

/** Of the events that are kept each at its own instant: the 64 latest of a step. */
function keepInstants(counted: CountedEvents, compilation: Compilation): (facts: Facts) => readonly number[] {
  const key = compilation.keep(windowOf(counted, compilation.calendar));
  return ({ windows }) => exactInstants(windows.get(key));
}

function endOf(within: string | undefined, calendar: Calendar): (at: number) => number {
  if (within === undefined) return () => Infinity;
  const duration = durationOf(within);
  return (at) => calendar.add(at, duration);
}

function refuseShape(name: string, value: unknown, place: { pointer: string; allowed: string }): never {
  refuse(`\`${name}\` must be ${place.allowed}, got ${shown(value)}`, { code: 'invalid_value', ...place });
}
