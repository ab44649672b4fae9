import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { packHot, unpackHot } from '../../../../shared/profiles/codec/hot-codec.ts';
import { newProfile, type Profile } from '../../../../shared/profiles/profile.ts';
import { windowFrom } from '../../../../shared/segments/windows/window.ts';
import { anyProfile } from '../../../support/profiles/any-profile.ts';
import { size } from '../../../support/sizes.ts';

const ID = 'user_id:ro5rJ0aWmDfzzVdyGPLM9g';

describe('hot codec', () => {
  it('reads back every profile it wrote', () => {
    fc.assert(
      fc.property(anyProfile(ID), (profile) => {
        // version and effects stand beside the packed part
        expect(unpackHot(ID, packHot(profile))).toEqual({ ...profile, version: 0, effects: [] });
      }),
      { numRuns: size(300, 5_000) },
    );
  });

  it('writes the same profile in the same bytes', () => {
    fc.assert(
      fc.property(anyProfile(ID), (profile) => {
        expect(packHot(unpackHot(ID, packHot(profile)))).toEqual(packHot(profile));
      }),
    );
  });

  it('takes a new profile in less than 50 bytes', () => {
    expect(packHot(newProfile(ID, Date.parse('2026-11-01T00:00:00Z'), 12)).byteLength).toBeLessThan(50);
  });

  it('takes an ordinary visitor in less than a write unit, with a full set of seen messages', () => {
    const at = Date.parse('2026-11-01T12:00:00Z');
    const visitor: Profile = newProfile(ID, at, 12);
    visitor.heads = [`${ID}|0000000064#Zx8_aP1q`];
    visitor.links = new Set(['ro5rJ0aW', 'Zx8_aP1q', 'mDfzzVdy']);
    for (let index = 0; index < 64; index += 1) {
      const id = Buffer.from(`seen${index}`.padEnd(6, 'x').slice(0, 6)).toString('base64url');
      visitor.seen.entries.set(id, Math.floor(at / 60_000) + index * 3);
    }
    const exact = Array.from({ length: 20 }, (_, index) => ({ at: at + index * 61_000, count: 1, sum: 0 }));
    visitor.windows.set('8aF3kLm2', windowFrom({ exact }));
    visitor.memberships.set('recent-buyers', { since: at, entry: 1 });

    expect(packHot(visitor).byteLength).toBeLessThan(750);
  });

  it('takes no room for brands where sources have none', () => {
    const profile = newProfile(ID, 0, 0);
    const bare = packHot(profile).byteLength;

    profile.brands.set('books', { firstSeen: 0, lastSeen: 0, events: 1 });

    // number and length of the part, the name with its length, three numbers
    expect(packHot(profile).byteLength - bare).toBe(2 + 6 + 3);
  });

  it('refuses what a newer version wrote', () => {
    const bytes = packHot(newProfile(ID, 0, 0));

    expect(() => unpackHot(ID, Buffer.concat([bytes, Buffer.from([120, 0])]))).toThrow(/hot part 120/);
    expect(() => unpackHot(ID, Buffer.from([9]))).toThrow('a hot part must be of format 1, got 9');
  });
});
