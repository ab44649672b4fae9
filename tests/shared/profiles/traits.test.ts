import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  applyTraits,
  mergeTraits,
  plainTraits,
  type Stamp,
  type StampedTraits,
} from '../../../shared/profiles/traits.ts';
import { size } from '../../support/sizes.ts';

type Change = { traits: Record<string, unknown>; stamp: Stamp };

function apply(changes: readonly Change[]): StampedTraits {
  const traits: StampedTraits = {};
  for (const { traits: incoming, stamp } of changes) applyTraits(traits, incoming, stamp);
  return traits;
}

const leaf = fc.oneof(fc.integer(), fc.string(), fc.constant(null), fc.constant([1, 'two']));
const object = fc.dictionary(fc.constantFrom('city', 'a/b', '~', ''), leaf, { maxKeys: 3 });
const incoming = fc.dictionary(fc.constantFrom('name', 'address', 'plan'), fc.oneof(leaf, object), {
  maxKeys: 3,
});
const changes = fc.uniqueArray(
  fc.record({
    traits: incoming,
    stamp: fc.tuple(fc.integer({ min: 0, max: 5 }), fc.constantFrom('a', 'b', 'c', 'd')),
  }),
  { maxLength: 6, selector: ({ stamp }) => stamp.join() },
);

describe('traits', () => {
  it('keep the newest value per key when events arrive out of order', () => {
    const traits = apply([
      { traits: { plan: 'gold', city: 'Köln' }, stamp: [20, 'b'] },
      { traits: { plan: 'free', age: 40 }, stamp: [10, 'a'] },
    ]);

    expect(plainTraits(traits)).toEqual({ plan: 'gold', city: 'Köln', age: 40 });
  });

  it('merge nested objects key by key', () => {
    const traits = apply([
      { traits: { address: { city: 'Köln', zip: '50667' } }, stamp: [1, 'a'] },
      { traits: { address: { city: 'Bonn' } }, stamp: [2, 'b'] },
    ]);

    expect(plainTraits(traits)).toEqual({ address: { city: 'Bonn', zip: '50667' } });
  });

  it('are removed by null, and stay removed when an older value arrives late', () => {
    const traits = apply([
      { traits: { plan: null }, stamp: [2, 'b'] },
      { traits: { plan: 'gold' }, stamp: [1, 'a'] },
    ]);

    expect(plainTraits(traits)).toEqual({});
  });

  it('remember that an equal value was confirmed later, so that a late one in between loses', () => {
    const traits = apply([
      { traits: { plan: 'gold' }, stamp: [1, 'a'] },
      { traits: { plan: 'gold' }, stamp: [5, 'c'] },
      { traits: { plan: 'free' }, stamp: [3, 'b'] },
    ]);

    expect(plainTraits(traits)).toEqual({ plan: 'gold' });
  });

  it('hold `__proto__` as plain data at most', () => {
    const traits = apply([{ traits: JSON.parse('{"__proto__":{"isAdmin":true}}'), stamp: [1, 'a'] }]);

    plainTraits(traits);

    expect(Object.hasOwn(Object.prototype, 'isAdmin')).toBe(false);
  });

  it('end the same in any order, and merged from any two halves', () => {
    fc.assert(
      fc.property(changes, fc.integer(), fc.nat(6), (all, seed, cut) => {
        const expected = plainTraits(apply(all));
        const shuffled = [...all].sort((a, b) => hash(a, seed) - hash(b, seed));
        const half = apply(shuffled.slice(0, cut));
        mergeTraits(half, apply(shuffled.slice(cut)));

        expect(plainTraits(apply(shuffled))).toEqual(expected);
        expect(plainTraits(half)).toEqual(expected);
      }),
      { numRuns: size(300, 5_000) },
    );
  });
});

function hash({ stamp }: Change, seed: number): number {
  return [...`${stamp.join()}${seed}`].reduce(
    (sum, character) => (sum * 31 + character.charCodeAt(0)) | 0,
    7,
  );
}
