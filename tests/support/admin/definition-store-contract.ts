import { beforeEach, describe, expect, it } from 'vitest';
import type {
  DefinitionChange,
  DefinitionIndex,
  DefinitionStore,
} from '../../../shared/definitions/definition-store.ts';

const firstIndex: DefinitionIndex = {
  number: 1,
  revision: 1,
  entries: [{ kind: 'segment', id: 'vip', version: 1, status: 'live', since: 1 }],
};

const change = (
  index: DefinitionIndex,
  version: number,
  body: Record<string, unknown>,
): DefinitionChange => ({
  index,
  version: {
    kind: 'segment',
    id: 'vip',
    version,
    body,
    savedAt: '2026-11-21T10:00:00.000Z',
    savedBy: 'anna',
  },
});

/** What every definition store must do; `open` answers an empty one. */
export function definitionStoreContract(name: string, open: () => Promise<DefinitionStore>): void {
  describe(`definition store: ${name}`, () => {
    let store: DefinitionStore;
    beforeEach(async () => {
      store = await open();
    });

    it('is empty at first', async () => {
      expect(await store.number()).toBe(0);
      expect(await store.load(['segment'])).toEqual({ number: 0, definitions: [] });
      expect(await store.loadIndex()).toEqual({ number: 0, revision: 0, entries: [] });
      expect(await store.listVersions('segment', 'vip')).toEqual([]);
    });

    it('answers what was published at once', async () => {
      await store.saveChange(change(firstIndex, 1, { id: 'vip', where: 'a' }));

      expect(await store.number()).toBe(1);
      expect(await store.load(['segment'])).toEqual({
        number: 1,
        definitions: [{ kind: 'segment', id: 'vip', version: 1, since: 1, body: { id: 'vip', where: 'a' } }],
      });
      expect(await store.load(['source'])).toEqual({ number: 1, definitions: [] });
    });

    it('keeps every version', async () => {
      const [entry] = firstIndex.entries;
      const second = { number: 2, revision: 2, entries: entry ? [{ ...entry, version: 2, since: 2 }] : [] };
      await store.saveChange(change(firstIndex, 1, { where: 'a' }));
      await store.saveChange(change(second, 2, { where: 'b' }));

      expect((await store.listVersions('segment', 'vip')).map(({ version }) => version)).toEqual([1, 2]);
      expect(await store.loadVersion('segment', 'vip', 1)).toMatchObject({
        body: { where: 'a' },
        savedBy: 'anna',
      });
      expect((await store.load(['segment'])).definitions[0]?.body).toEqual({ where: 'b' });
    });

    it('refuses a change of a revision that somebody else has changed', async () => {
      const other = { ...firstIndex, entries: [] };
      await store.saveChange(change(firstIndex, 1, { where: 'a' }));

      expect(await store.saveChange({ index: other })).toBe('conflict');
      expect(await store.loadIndex()).toEqual(firstIndex);
    });

    it('lets one of several concurrent saves win', async () => {
      const saves = ['a', 'b', 'c'].map((where) => store.saveChange(change(firstIndex, 1, { where })));

      const outcomes = await Promise.all(saves);

      expect(outcomes.filter((outcome) => outcome === 'saved')).toHaveLength(1);
      expect(await store.listVersions('segment', 'vip')).toHaveLength(1);
    });

    it('loads more definitions than one read takes', async () => {
      for (let number = 1; number <= 120; number += 1) {
        const { entries } = await store.loadIndex();
        const entry = {
          kind: 'segment',
          id: `s${number}`,
          version: 1,
          status: 'live',
          since: number,
        } as const;
        const version = { ...change(firstIndex, 1, { number }).version, id: entry.id };
        await store.saveChange({
          index: { number, revision: number, entries: [...entries, entry] },
          version: { kind: 'segment', version: 1, body: {}, savedAt: '', savedBy: '', ...version },
        });
      }

      const { definitions } = await store.load(['segment']);

      expect(definitions.map(({ body }) => body)).toEqual(
        Array.from({ length: 120 }, (_, index) => ({ number: index + 1 })),
      );
    });
  });
}
