import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  countBuyer,
  decideQuintiles,
  newSketches,
} from '../../../../shared/segments/rfm/decide-quintiles.ts';
import { scoresOf } from '../../../../shared/segments/rfm/scores.ts';
import { naiveScores } from '../../../support/segments/standing/naive-rfm.ts';
import { size } from '../../../support/sizes.ts';

const NOW = Date.UTC(2026, 5, 1);
const DAY = 86_400_000;
const MEASURES = ['recency', 'frequency', 'money'] as const;

type Buyer = { readonly lastAt: number; readonly orders: number; readonly spent: number };

const tallyOf = ({ lastAt, orders, spent }: Buyer) => ({ at: lastAt, count: orders, sum: spent });

function sketchesOf(buyers: readonly Buyer[]) {
  const sketches = newSketches();
  for (const buyer of buyers) countBuyer(sketches, tallyOf(buyer), NOW);
  return sketches;
}

const decide = (buyers: readonly Buyer[], more: Partial<Parameters<typeof decideQuintiles>[1]> = {}) =>
  decideQuintiles(sketchesOf(buyers), { present: undefined, minimumBuyers: 5, ...more });

// few values each, so that many are equal, and all sizes, so that some are rounded
const buyers: fc.Arbitrary<Buyer> = fc.record({
  lastAt: fc
    .oneof(
      fc.nat(400).map((days) => days * DAY),
      fc.nat(4e10),
      fc.nat(5),
    )
    .map((age) => NOW - age),
  orders: fc.oneof(fc.integer({ min: 1, max: 4 }), fc.integer({ min: 1, max: 5_000 })),
  spent: fc.oneof(
    fc.constantFrom(-50_000, 0, 199_000, 200_000),
    fc.integer({ min: -1e6, max: 1e9 }),
    fc.integer({ min: 1, max: 1e12 }),
  ),
});
const populations = fc.array(buyers, { minLength: 5, maxLength: 120, size: 'max' });

describe('the quintiles of all buyers', () => {
  it('give everybody the score that comparing all with all gives', () => {
    fc.assert(
      fc.property(populations, (population) => {
        const quintiles = decide(population);

        expect(population.map((buyer) => quintiles && scoresOf(tallyOf(buyer), quintiles, NOW))).toEqual(
          naiveScores(population, NOW),
        );
      }),
      { numRuns: size(500, 10_000) },
    );
  });

  it('lie within 1 % of what sorting everything says', () => {
    const sorted = {
      recency: (all: readonly Buyer[]) => all.map(({ lastAt }) => NOW - lastAt).sort((a, b) => b - a),
      frequency: (all: readonly Buyer[]) => all.map(({ orders }) => orders).sort((a, b) => a - b),
      money: (all: readonly Buyer[]) => all.map(({ spent }) => Math.max(0, spent)).sort((a, b) => a - b),
    };
    fc.assert(
      fc.property(populations, (population) => {
        const quintiles = decide(population);

        for (const measure of MEASURES) {
          const values = sorted[measure](population);
          for (const [index, bound] of (quintiles?.[measure] ?? []).entries()) {
            const exact = values[Math.ceil(((index + 1) * values.length) / 5) - 1] ?? 0;
            expect(Math.abs(bound - exact)).toBeLessThanOrEqual(exact / 100);
          }
        }
      }),
      { numRuns: size(200, 5_000) },
    );
  });

  it('put equal buyers into one fifth, whoever was counted first', () => {
    const same = Array.from({ length: 80 }, () => ({ lastAt: NOW - 9 * DAY, orders: 1, spent: 250_000 }));
    const better = Array.from({ length: 20 }, () => ({ lastAt: NOW - DAY, orders: 2, spent: 400_000 }));

    const quintiles = decide([...better, ...same]);

    expect(quintiles).toEqual(decide([...same, ...better]));
    const scores = [...same, ...better].map((buyer) => quintiles && scoresOf(tallyOf(buyer), quintiles, NOW));
    expect(scores.slice(0, 80)).toEqual(same.map(() => ({ recency: 1, frequency: 1, money: 1 })));
    expect(scores.slice(80)).toEqual(better.map(() => ({ recency: 5, frequency: 5, money: 5 })));
  });

  it('are none of too few buyers', () => {
    const few = Array.from({ length: 9 }, (_, index) => ({ lastAt: NOW - index * DAY, orders: 1, spent: 1 }));

    expect(decide(few, { minimumBuyers: 10 })).toBeUndefined();
    expect(decide(few, { minimumBuyers: 9 })).toBeDefined();
  });
});

describe('quintiles in force', () => {
  const population = (spent: (index: number) => number) =>
    Array.from({ length: 100 }, (_, index) => ({ lastAt: NOW - 9 * DAY, orders: 1, spent: spent(index) }));
  const spread = population((index) => 10_000 * (index + 1));

  it('stay while no more than 2 % of the buyers are on another side of one', () => {
    const present = decide(spread);
    // two of those above the first bound have bought nothing above it
    const next = population((index) => (index === 30 || index === 31 ? 10_000 : 10_000 * (index + 1)));

    expect(decide(next)).not.toEqual(present);
    expect(decide(next, { present })).toBe(present);
  });

  it('move when more are', () => {
    const present = decide(spread);
    const next = population((index) => (index >= 30 && index < 33 ? 10_000 : 10_000 * (index + 1)));

    expect(decide(next, { present })).toEqual(decide(next));
    expect(decide(next, { present })).not.toEqual(present);
  });

  it('end when there are too few buyers left', () => {
    expect(decide(spread.slice(0, 9), { present: decide(spread), minimumBuyers: 10 })).toBeUndefined();
  });
});
