import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type CompiledSegments, compileSegments } from '../../../shared/segments/compile.ts';
import { mergeWindows, observe, pruneWindows } from '../../../shared/segments/observe.ts';
import { parseSegment } from '../../../shared/segments/parse-segment.ts';
import type { Window } from '../../../shared/segments/window.ts';
import { decodeWindows, encodeWindows } from '../../../shared/segments/window-codec.ts';
import {
  type NaiveEvent,
  type NaivePerson,
  type NaiveRule,
  naiveBoundaries,
  naiveFlip,
  naiveHolds,
} from '../../support/naive-evaluator.ts';
import { people, rules } from '../../support/segment-cases.ts';
import { size } from '../../support/sizes.ts';

const numRuns = size(700, 20_000);
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
  it('gives the same answer and the same next change around every boundary', () => {
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
  });

  it('gives the same after the profile was split, merged, stored, read and pruned', () => {
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
  });
});
