import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packHot, unpackHot } from '../../../../shared/profiles/codec/hot-codec.ts';
import { computedAt } from '../../../../shared/profiles/computed/computed-at.ts';
import { parseComputedTrait } from '../../../../shared/profiles/computed/definition.ts';
import { measureNames } from '../../../../shared/profiles/computed/measures/index.ts';
import {
  mergeObserved,
  type Observed,
  observeFact,
  pruneObserved,
} from '../../../../shared/profiles/observed.ts';
import { newProfile } from '../../../../shared/profiles/profile.ts';
import { type CompiledSegments, compileSegments } from '../../../../shared/segments/compile.ts';
import {
  type NaiveEvent,
  type NaiveMeasure,
  naiveComputed,
  naiveMeasures,
} from '../../../support/profiles/naive-computed.ts';
import { size } from '../../../support/sizes.ts';

const HOUR = 3_600_000;
const DAY = 24 * HOUR;
const START = Date.UTC(2026, 0, 1);
const END = START + 60 * DAY;
const numRuns = size(100, 3_000);
const timeout = size(60_000, 900_000);

const subjects: Record<NaiveMeasure, true | { of: string }> = {
  count: true,
  sum: { of: 'amount' },
  average: { of: 'amount' },
  minimum: { of: 'amount' },
  maximum: { of: 'amount' },
  first: { of: 'label' },
  last: { of: 'label' },
  mostFrequent: { of: 'label' },
  distinct: { of: 'label' },
};
const names = Object.keys(naiveMeasures) as NaiveMeasure[]; // keys of a constant table

/** Every measure, for ever and in each window. */
function compileAll(windows: readonly string[]): CompiledSegments {
  const traits = names.flatMap((name) => [
    { id: `${name.toLowerCase()}-ever`, event: 'E', [name]: subjects[name] },
    ...windows.map((within) => ({
      id: `${name.toLowerCase()}-${within}`,
      event: 'E',
      within,
      [name]: subjects[name],
    })),
  ]);
  const computed = traits.map((trait) => ({ trait: parseComputedTrait(trait), since: 0 }));
  return compileSegments([], { timezone: 'UTC', computed });
}

const compiled = compileAll(['1d', '30d']);
const EMPTY_BYTES = bytesOf(observed([])).length / 2;

function observed(events: readonly NaiveEvent[]): Observed {
  const into: Observed = { windows: new Map(), accumulators: new Map() };
  for (const { at, ...properties } of events) observeFact(into, compiled, { name: 'E', properties, at });
  return into;
}

function bytesOf(parts: Observed): string {
  const profile = { ...newProfile('user_id:anna', START, 0), ...parts, evaluatedAt: END };
  return Buffer.from(packHot(profile)).toString('hex');
}

function valuesAt(parts: Observed, now: number): Record<string, unknown> {
  return computedAt({ ...newProfile('user_id:anna', START, 0), ...parts }, compiled, now);
}

function naiveValues(events: readonly NaiveEvent[], now: number): Record<string, unknown> {
  const spans = { ever: undefined, '1d': DAY, '30d': 30 * DAY };
  const values = Object.entries(spans).flatMap(([span, withinMs]) =>
    names.map((name) => [`${name.toLowerCase()}-${span}`, naiveComputed(name, events, { now, withinMs })]),
  );
  return Object.fromEntries(values.filter(([, value]) => value !== undefined));
}

/** Events on half hours, so that many share an instant; `kinds` different labels. */
function histories(most: number, kinds: number): fc.Arbitrary<NaiveEvent[]> {
  const event = fc.record({
    at: fc.nat(60 * 48).map((halfHours) => START + (halfHours * HOUR) / 2),
    amount: fc.option(
      fc.integer({ min: -50_000, max: 900_000 }).map((units) => units / 10_000),
      { nil: undefined },
    ),
    label: fc.option(
      fc.nat(kinds - 1).map((kind) => `kind ${kind}`),
      { nil: undefined },
    ),
  });
  return fc.array(event, { maxLength: most, size: 'max' });
}

describe('what is kept for computed traits', () => {
  it('covers every measure', () => {
    expect([...names].sort()).toEqual([...measureNames].sort());
  });

  it(
    'says what a scan of all events says while no bound is reached',
    () => {
      fc.assert(
        fc.property(histories(64, 20), fc.nat(61 * 24), (events, hours) => {
          const now = START + hours * HOUR;
          const past = events.filter(({ at }) => at <= now);

          expect(valuesAt(observed(past), now)).toEqual(naiveValues(past, now));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'is the same in every order and from whatever parts it was merged',
    () => {
      fc.assert(
        fc.property(
          histories(300, 100),
          fc.array(fc.nat(3), { minLength: 1, maxLength: 40 }),
          (events, parts) => {
            const pieces = [0, 1, 2, 3].map((part) =>
              observed(events.filter((_, index) => parts[index % parts.length] === part)),
            );
            const [merged = observed([]), ...others] = pieces.toReversed();
            for (const other of others) mergeObserved(merged, other);

            expect(bytesOf(merged)).toBe(bytesOf(observed(events)));
            expect(bytesOf(observed(events.toReversed()))).toBe(bytesOf(observed(events)));
          },
        ),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'says the same after it was stored, read and pruned in between',
    () => {
      fc.assert(
        fc.property(histories(300, 100), fc.nat(300), (events, cut) => {
          const ordered = events.toSorted((a, b) => a.at - b.at);
          const early = observed(ordered.slice(0, cut));
          pruneObserved(early, compiled, ordered[cut]?.at ?? END);
          const stored = unpackHot('user_id:anna', Buffer.from(bytesOf(early), 'hex'));
          mergeObserved(stored, observed(ordered.slice(cut)));
          pruneObserved(stored, compiled, END);

          expect(valuesAt(stored, END)).toEqual(valuesAt(observed(events), END));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it(
    'is exact to one UTC day beyond 64 events',
    () => {
      fc.assert(
        // of more than eight values a day a lot decides which are counted for the most frequent
        fc.property(histories(400, 8), fc.integer({ min: 1, max: 29 }), (events, days) => {
          // a window that begins as a day does
          const now = END + days * DAY - 1;
          const ids = names.map((name) => `${name.toLowerCase()}-30d`);
          const pick = (values: Record<string, unknown>) => ids.map((id) => [id, values[id]]);

          expect(pick(valuesAt(observed(events), now))).toEqual(pick(naiveValues(events, now)));
        }),
        { numRuns },
      );
    },
    timeout,
  );

  it('counts thousands of different values with a standard error of 13 %', () => {
    const errors = [100, 300, 2_000].flatMap((different) =>
      Array.from({ length: 12 }, (_, trial) => {
        const events = Array.from({ length: different }, (_, index) => ({
          at: END - (index % 720) * HOUR,
          label: `${trial}/${index}`,
        }));
        const values = valuesAt(onlyDistinct(events), END);
        return [values['distinct-ever'], values['distinct-30d']].map(
          (found) => Number(found) / different - 1,
        );
      }).flat(),
    );

    const standardError = Math.sqrt(errors.reduce((sum, error) => sum + error ** 2, 0) / errors.length);

    expect(standardError).toBeLessThan(0.16);
    expect(Math.max(...errors.map(Math.abs))).toBeLessThan(0.5);
  });

  it('counts each of the values that a lot leaves when there are too many', () => {
    const events = Array.from({ length: 3_000 }, (_, index) => ({
      at: START + index,
      label: `kind ${(index * index) % 97}`,
    }));
    const { accumulators } = observed(events);
    const counted = [...accumulators.values()].filter(({ measure }) => measure === 'mostFrequent');

    const ever = counted.find(({ isWindowed }) => !isWindowed);
    expect(ever?.rest.length).toBeLessThanOrEqual(64);
    for (const { value, count } of ever?.rest ?? [])
      expect(count).toBe(events.filter(({ label }) => JSON.stringify(label) === value).length);
  });

  it('stays small however long the history', () => {
    const step = 10 * 60_000;
    const events = Array.from({ length: 6_000 }, (_, index) => ({
      at: START + index * step,
      amount: (index * 7_919) % 500,
      label: `product ${index % 1_000}`,
    }));

    const parts = observed(events);
    pruneObserved(parts, compiled, START + events.length * step);

    const sizes = [...parts.accumulators].map(([key, one]) => {
      const { length } = bytesOf({ windows: new Map(), accumulators: new Map([[key, one]]) });
      return [one.measure, one.isWindowed ? 'within' : 'ever', length / 2 - EMPTY_BYTES] as const;
    });
    const bounds = { ever: 1_400, within: 4_500 };
    for (const [name, span, bytes] of sizes)
      expect([name, bytes]).toEqual([name, Math.min(bytes, bounds[span])]);
  });
});

function onlyDistinct(events: readonly NaiveEvent[]): Observed {
  const into: Observed = { windows: new Map(), accumulators: new Map() };
  const only = {
    ...compiled,
    windows: [],
    accumulators: compiled.accumulators.filter(({ measure }) => measure === 'distinct'),
  };
  for (const { at, ...properties } of events) observeFact(into, only, { name: 'E', properties, at });
  return into;
}
