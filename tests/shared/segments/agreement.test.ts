import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packHot, unpackHot } from '../../../shared/profiles/codec/hot-codec.ts';
import {
  mergeObserved,
  type Observed,
  observeFact,
  pruneObserved,
} from '../../../shared/profiles/observed.ts';
import { newProfile } from '../../../shared/profiles/profile.ts';
import type { CompiledSegments } from '../../../shared/segments/compile.ts';
import { kindNameOf, kindNames, parseCondition, partsOf } from '../../../shared/segments/conditions/index.ts';
import type { Condition } from '../../../shared/segments/definition.ts';
import {
  type NaivePerson,
  type NaiveRule,
  naiveBoundaries,
  naiveFlip,
  naiveHolds,
} from '../../support/naive-evaluator.ts';
import { people, rules } from '../../support/segments/cases/rules.ts';
import { type NaiveEvent, naiveMatching } from '../../support/segments/naive-counted.ts';
import { compileIn, knownOf } from '../../support/segments/standing/known-of.ts';
import { size } from '../../support/sizes.ts';

// half a minute of one processor
const numRuns = size(5_000, 30_000);
const timeout = size(300_000, 1_800_000);
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const INSTANTS_A_CASE = 9;
// the naive evaluator tries 151 anniversaries, so nobody is asked about when they would be older
const LATEST_NOW = Date.UTC(2040, 0, 1);

function observedOf(events: readonly NaiveEvent[], compiled: CompiledSegments): Observed {
  const observed: Observed = { windows: new Map(), accumulators: new Map() };
  for (const event of events) observeFact(observed, compiled, event);
  return observed;
}

/** What was observed after it was stored and read. */
function stored(observed: Observed): Observed {
  const profile = { ...newProfile('tried', 0, 1), ...observed };
  const { windows, accumulators } = unpackHot('tried', packHot(profile));
  return { windows, accumulators };
}

function judge(
  compiled: CompiledSegments,
  person: NaivePerson,
  { observed, now }: { observed: Observed; now: number },
) {
  const facts = { ...knownOf(person, compiled), ...observed };
  const [verdict] = compiled.segments.map((segment) => ({
    ...segment.evaluate(facts, now),
    holdsOnly: segment.holds(facts, now),
  }));
  return verdict;
}

function naivelyJudge(rule: NaiveRule, person: NaivePerson, now: number) {
  const holds = naiveHolds(rule, person, now);
  return { holds, holdsOnly: holds, flipsAt: naiveFlip(rule, person, now) };
}

/** Instants just before, at and just after some of the rule's boundaries. */
function instantsAround(rule: NaiveRule, person: NaivePerson, seed: number): readonly number[] {
  const boundaries = naiveBoundaries(rule, person).filter((at) => at < LATEST_NOW);
  if (boundaries.length === 0) return [0, 1.8e12];
  return Array.from({ length: INSTANTS_A_CASE }, (_, index) => {
    const boundary = boundaries[(seed + Math.floor(index / 3) * 7919) % boundaries.length] ?? 0;
    return boundary + (index % 3) - 1;
  });
}

/** The kinds of a rule and of all that is in it, each once. */
function kindsIn(condition: Condition): ReadonlySet<string> {
  const inside = partsOf(condition, '').flatMap(({ part }) => [...kindsIn(part)]);
  return new Set([kindNameOf(condition), ...inside]);
}

const cases = fc.tuple(rules, people, fc.nat());

describe('segments against a scan of the full history', () => {
  it(
    'gives the same answer and the same next change around every boundary, of every kind of condition',
    () => {
      const tried = new Map(kindNames.map((kind) => [kind, 0]));
      fc.assert(
        fc.property(cases, ([rule, person, seed]) => {
          const compiled = compileIn(rule, person.timezone, person.workspace);
          const observed = observedOf(person.events, compiled);
          for (const kind of kindsIn(parseCondition(rule, ''))) tried.set(kind, 1 + (tried.get(kind) ?? 0));

          for (const now of instantsAround(rule, person, seed)) {
            expect({ now, ...judge(compiled, person, { observed, now }) }).toEqual({
              now,
              ...naivelyJudge(rule, person, now),
            });
          }
        }),
        { numRuns },
      );

      expect([...tried].filter(([, times]) => times < numRuns / 25)).toEqual([]);
    },
    timeout,
  );

  it(
    'gives the same after the profile was split, merged, stored, read and pruned',
    () => {
      fc.assert(
        fc.property(cases, ([rule, person, seed]) => {
          const compiled = compileIn(rule, person.timezone, person.workspace);
          const half = person.events.length / 2;
          const merged = observedOf(person.events.slice(half), compiled);
          mergeObserved(merged, observedOf(person.events.slice(0, half), compiled));

          for (const now of instantsAround(rule, person, seed)) {
            const observed = stored(merged);
            pruneObserved(observed, compiled, now);
            expect(judge(compiled, person, { observed, now })).toEqual(naivelyJudge(rule, person, now));
          }
        }),
        { numRuns: Math.ceil(numRuns / 10) },
      );
    },
    timeout,
  );

  it(
    'counts long histories right to one bucket',
    () => {
      const day = (at: number) => Math.floor(at / DAY);
      const histories = fc.array(fc.integer({ min: 0, max: 60 * DAY }), {
        minLength: 65,
        maxLength: 400,
        size: 'max',
      });
      fc.assert(
        fc.property(histories, fc.constantFrom(1, 2, 7, 30), fc.nat(40 * DAY), (spots, days, after) => {
          const within = `${days}d`;
          const events = spots.map((spot) => ({ name: 'A', properties: {}, at: START + spot }));
          const person = { traits: {}, events, timezone: 'UTC' };
          const now = START + 60 * DAY + after;
          const count = naiveMatching({ event: 'A', within }, person, now).length;
          const leaving = now - days * DAY;
          const beside = events.filter(({ at }) => at <= leaving && day(at) === day(leaving)).length;
          const compiled = compileIn(
            { event: 'A', within, count: { between: [count, count + beside] } },
            'UTC',
          );

          expect(judge(compiled, person, { observed: observedOf(events, compiled), now })?.holds).toBe(true);
        }),
        { numRuns: size(150, 3_000) },
      );
    },
    timeout,
  );
});
