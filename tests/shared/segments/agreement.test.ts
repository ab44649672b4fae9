import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledSegments, compileSegments } from '../../../shared/segments/compile.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import { mergeWindows, observe, pruneWindows } from '../../../shared/segments/windows/observe.ts';
import type { Window } from '../../../shared/segments/windows/window.ts';
import { decodeWindows, encodeWindows } from '../../../shared/segments/windows/window-codec.ts';
import {
  type NaiveEvent,
  type NaivePerson,
  type NaiveRule,
  naiveBoundaries,
  naiveFlip,
  naiveHolds,
  naiveMatching,
} from '../../support/naive-evaluator.ts';
import { people, rules } from '../../support/segments/segment-cases.ts';
import { size } from '../../support/sizes.ts';

const numRuns = size(1_000, 20_000);
const timeout = size(60_000, 900_000);
const DAY = 86_400_000;
const START = Date.UTC(2026, 0, 1);
const INSTANTS_A_CASE = 9;
// the naive evaluator tries 151 anniversaries, so nobody is asked about when they would be older
const LATEST_NOW = Date.UTC(2040, 0, 1);

function compileRule(rule: NaiveRule, timezone: string): CompiledSegments {
  const { segment } = parseSegment({ id: 'tried', where: rule });
  return compileSegments([{ segment, since: 1 }], { timezone });
}

function windowsOf(events: readonly NaiveEvent[], compiled: CompiledSegments): Map<string, Window> {
  return events.reduce((windows, event) => observe(windows, compiled, event), new Map<string, Window>());
}

function judge(
  compiled: CompiledSegments,
  person: NaivePerson,
  { windows, now }: { windows: Map<string, Window>; now: number },
) {
  const { traits, firstSeen, lastSeen } = person;
  return compiled.segments.map((segment) =>
    segment.evaluate({ traits, windows, firstSeen, lastSeen }, now),
  )[0];
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

const cases = fc.tuple(rules, people, fc.nat());

describe('segments against a scan of the full history', () => {
  it(
    'gives the same answer and the same next change around every boundary',
    () => {
      fc.assert(
        fc.property(cases, ([rule, person, seed]) => {
          const compiled = compileRule(rule, person.timezone);
          const windows = windowsOf(person.events, compiled);

          for (const now of instantsAround(rule, person, seed)) {
            expect({ now, ...judge(compiled, person, { windows, now }) }).toEqual({
              now,
              holds: naiveHolds(rule, person, now),
              flipsAt: naiveFlip(rule, person, now),
            });
          }
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'gives the same after the profile was split, merged, stored, read and pruned',
    () => {
      fc.assert(
        fc.property(cases, ([rule, person, seed]) => {
          const compiled = compileRule(rule, person.timezone);
          const half = person.events.length / 2;
          const merged = mergeWindows(
            windowsOf(person.events.slice(half), compiled),
            windowsOf(person.events.slice(0, half), compiled),
          );

          for (const now of instantsAround(rule, person, seed)) {
            const windows = pruneWindows(decodeWindows(encodeWindows(merged)), compiled, now);
            expect(judge(compiled, person, { windows, now })).toEqual({
              holds: naiveHolds(rule, person, now),
              flipsAt: naiveFlip(rule, person, now),
            });
          }
        }),
        { numRuns: Math.ceil(numRuns / 4) },
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
          const compiled = compileRule(
            { event: 'A', within, count: { between: [count, count + beside] } },
            'UTC',
          );

          expect(judge(compiled, person, { windows: windowsOf(events, compiled), now })?.holds).toBe(true);
        }),
        { numRuns: size(150, 3_000) },
      );
    },
    timeout,
  );
});
