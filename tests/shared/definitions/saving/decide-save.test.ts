import { describe, expect, it } from 'vitest';
import type { IndexEntry } from '../../../../shared/definitions/definition-store.ts';
import {
  archiveEntry,
  decideSave,
  type SavedState,
} from '../../../../shared/definitions/saving/decide-save.ts';
import { canonicalJson } from '../../../../shared/json/canonical-json.ts';

const name = { kind: 'segment', id: 'vip' };
const body = { id: 'vip', where: 1 };
const other: IndexEntry = { kind: 'segment', id: 'other', version: 3, status: 'live', since: 4 };

const stateOf = (entry: IndexEntry | undefined, latest: SavedState['latest']): SavedState => ({
  index: { number: 7, revision: 9, entries: entry ? [other, entry] : [other] },
  entry,
  latest,
});
const live: IndexEntry = { ...name, version: 2, status: 'live', since: 5 };

describe('publishing', () => {
  it('is in force from the next number on', () => {
    expect(decideSave(stateOf(undefined, undefined), name, { body, publish: true })).toEqual({
      status: 'changed',
      entry: { ...name, version: 1, status: 'live', since: 8 },
      index: { number: 8, revision: 10, entries: [other, { ...name, version: 1, status: 'live', since: 8 }] },
      isNewBody: true,
    });
  });

  it('changes nothing when the same is live', () => {
    const same = { where: 1, id: 'vip' };

    expect(decideSave(stateOf(live, body), name, { body: same, publish: true })).toEqual({
      status: 'unchanged',
      entry: live,
    });
  });

  it('brings back what was archived, under the version it had', () => {
    const state = stateOf({ ...live, status: 'archived' }, body);

    expect(decideSave(state, name, { body, publish: true })).toMatchObject({
      entry: { version: 2, status: 'live', since: 8 },
      isNewBody: false,
    });
  });
});

describe('saving a draft', () => {
  it('leaves what is in force, and its number, as they are', () => {
    expect(decideSave(stateOf(live, body), name, { body: { where: 2 }, publish: false })).toMatchObject({
      entry: { ...live, draft: 3 },
      index: { number: 7, revision: 10 },
      isNewBody: true,
    });
  });

  it('of something new is not in force', () => {
    expect(decideSave(stateOf(undefined, undefined), name, { body, publish: false })).toMatchObject({
      entry: { version: 1, status: 'draft', since: 0 },
      index: { number: 7 },
    });
  });
});

describe('archiving', () => {
  it('moves the number, so that everyone reads again', () => {
    const { index } = stateOf({ ...live, draft: 3 }, body);

    expect(archiveEntry(index, { ...live, draft: 3 })).toEqual({
      number: 8,
      revision: 10,
      entries: [other, { ...live, version: 3, status: 'archived', since: 8, draft: undefined }],
    });
  });
});

describe('canonical JSON', () => {
  it.each([
    [
      { a: 1, b: [{ d: 1, c: 2 }] },
      { b: [{ c: 2, d: 1 }], a: 1 },
    ],
    [{ a: undefined }, {}],
  ])('is equal for %o and %o', (one, same) => {
    expect(canonicalJson(one)).toBe(canonicalJson(same));
  });

  it.each([
    [{ a: 1 }, { a: '1' }],
    [
      [1, 2],
      [2, 1],
    ],
    [{ a: null }, {}],
  ])('differs for %o and %o', (one, different) => {
    expect(canonicalJson(one)).not.toBe(canonicalJson(different));
  });
});
