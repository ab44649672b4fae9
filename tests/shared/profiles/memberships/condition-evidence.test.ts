import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { kindNames } from '../../../../shared/segments/conditions/index.ts';
import { placeIn } from '../../../../shared/segments/standing/bucket.ts';
import { asking } from '../../../support/admin/asking.ts';
import { shownRows as rows, type Shown } from '../../../support/admin/shown-rows.ts';
import { iso, toldWorld } from '../../../support/admin/told-world.ts';
import type { ProfileWorld } from '../../../support/profiles/profile-world.ts';

const groups = [
  { all: [{ trait: 'plan', exists: true }] },
  { any: [{ trait: 'plan', exists: true }] },
  { not: { trait: 'plan', exists: true } },
  { segment: 'row-0' },
];
const bucket = { bucket: { seed: 'autumn', percent: 50 } };
const segments = [...rows.map(([, where]) => where), ...groups, bucket].map((where, index) => ({
  id: `row-${index}`,
  where,
}));

type Item = { messageId: string; event?: string; source: string; value?: unknown };
type Answer = Shown & { evidence: { items: Item[] } };

describe('the explanation of each kind of condition', () => {
  let world: ProfileWorld;
  beforeAll(async () => {
    world = await toldWorld(segments);
  });
  beforeEach(() => void vi.useFakeTimers({ toFake: ['Date'] }));
  afterEach(() => void vi.useRealTimers());

  async function explained(index: number, query: Record<string, string> = {}) {
    const { body } = await asking(world)({ segment: `row-${index}`, ...query });
    const { evidence, ...answer } = body.where as Answer; // as in the table
    const shown = evidence?.items.map(({ source, event, messageId, value }) => [
      source === 'platform' ? event : messageId,
      value,
    ]);
    return { ...answer, evidence: shown };
  }

  it('has a row for every kind', () => {
    const named = segments.map(({ where }) => Object.keys(where).find((key) => kindNames.includes(key)));

    expect(new Set(named)).toEqual(new Set(kindNames));
  });

  it.each(rows.map(([kind, condition, shown], index) => ({ kind, condition, shown, index })))(
    'shows what $condition rests on, now and at an instant past',
    async ({ kind, shown: { now, past }, index }) => {
      expect(await explained(index)).toMatchObject({ kind, ...now });
      expect(await explained(index, { at: iso(5) })).toMatchObject({ kind, ...past });
    },
  );

  it.each(groups.map((condition, index) => ({ condition, index })))(
    'shows $condition by what is inside it',
    async ({ index }) => {
      const { parts } = (await explained(rows.length + index)) as { parts?: readonly object[] };

      expect(parts).toEqual([expect.objectContaining({ kind: 'trait', value: 'pro', holds: true })]);
    },
  );

  it('shows where among a hundred somebody falls, never rounded over the bound', async () => {
    const place = placeIn('autumn', world.roots()[0]?.id ?? '');

    const { holds, value } = await explained(rows.length + groups.length);

    expect(value).toEqual({ place: Math.floor(place * 100) / 100, of: 100 });
    expect(holds).toBe(place < 50);
  });
});
