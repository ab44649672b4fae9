import { access, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { describe, expect, it } from 'vitest';
import { readOrderMap } from '../../../../infra/cli/replay/order-map.ts';
import { replayOrders } from '../../../../infra/cli/replay/replay-orders.ts';
import { nodeKey } from '../../../../shared/identity/node-key.ts';
import { computedAt } from '../../../../shared/profiles/computed/computed-at.ts';
import { ProfileWorld } from '../../../support/profiles/profile-world.ts';
import { size } from '../../../support/sizes.ts';

const project = new URL('../../../../', import.meta.url).pathname;
const computedOf = async (id: string): Promise<object> =>
  JSON.parse(await readFile(join(project, `examples/shop/computed/${id}.json`), 'utf8'));
const computed = await Promise.all(['orders-count', 'total-spent'].map(computedOf));
const map = await readOrderMap(join(project, 'examples/replay/completejourney.json'));

const fixture = join(project, 'tests/fixtures/replay/order-lines.csv.gz');
// real purchases lie beside the project where they are at all
const folder = process.env.TRIBUTARY_PURCHASES ?? join(project, '../shared/data/completejourney');
const purchases = join(folder, 'transactions_sample.csv.gz');
const isThere = await access(purchases).then(
  () => true,
  () => false,
);

/** Orders and revenue of each household as the profiles tell them after a replay of so many lines. */
async function replayedTotals(file: string, limit: number) {
  const world = new ProfileWorld({ computed });
  const { people } = await replayOrders({
    ...{ file, map, limit, print: () => {} },
    post: async (orders) => {
      const { applied } = await world.post(...orders.map((order) => world.event(order)));
      return { accepted: applied, rejected: [] };
    },
  });
  const totalsOf = async (household: string) => {
    const root = await world.root(nodeKey(world.dependencies().identityKey, 'user_id', household));
    return computedAt(root, world.live.compiled, world.now);
  };
  return { people, totalsOf };
}

// read another way than the replay does: fields by a pattern, amounts in whole cents
async function countedTotals(file: string, limit: number) {
  const [titles = [], ...rows] = gunzipSync(await readFile(file))
    .toString()
    .trim()
    .split('\n')
    .map((line) => [...line.matchAll(/("(?:[^"]|"")*"|[^,]*)(?:,|$)/g)].map(([, cell = '']) => cell));
  const column = (name: string) => titles.indexOf(`"${name}"`);
  const [household, basket, value] = ['household_id', 'basket_id', 'sales_value'].map(column);
  const totals = new Map<string, { baskets: Set<string>; cents: number }>();
  for (const row of rows.slice(0, limit)) {
    const [id = '', order = '', amount = ''] = [household, basket, value].map((index = -1) => row[index]);
    const cents = Math.round(Number(amount) * 100);
    if (id === '""' || id === '' || Number.isNaN(cents)) continue;
    const total = totals.get(id) ?? { baskets: new Set(), cents: 0 };
    totals.set(id, { baskets: total.baskets.add(order), cents: total.cents + cents });
  }
  return totals;
}

if (!isThere) console.warn(`skipped: orders and revenue of the real purchases, there is no ${purchases}`);

type Case = readonly [what: string, file: string, lines: number];
const small: Case = ['a small file of the same format', fixture, Number.POSITIVE_INFINITY];
const real: Case = ['the real purchases', purchases, size(5_000, 75_000)];
const cases: readonly Case[] = isThere ? [small, real] : [small];

describe('orders and revenue of each household', () => {
  it.each(cases)(
    'are what an independent count of %s says',
    async (_, file, limit) => {
      const counted = await countedTotals(file, limit);
      const replayed = await replayedTotals(file, limit);

      expect(counted.size).toBeGreaterThan(5);
      expect(replayed.people).toBe(counted.size);
      for (const [id, { baskets, cents }] of counted)
        expect({ id, ...(await replayed.totalsOf(id.replaceAll('"', ''))) }).toEqual({
          ...{ id, 'orders-count': baskets.size, 'total-spent': cents / 100 },
        });
    },
    120_000,
  );
});
