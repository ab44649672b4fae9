import { access } from 'node:fs/promises';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { liveRulesReader } from '../../../../functions/profiles/live-rules.ts';
import { setQuintiles } from '../../../../functions/reactions/set-quintiles.ts';
import { readOrderMap } from '../../../../infra/cli/replay/order-map.ts';
import { replayOrders } from '../../../../infra/cli/replay/replay-orders.ts';
import { rfmKind } from '../../../../shared/definitions/kinds/rfm.ts';
import { saveDefinition } from '../../../../shared/definitions/saving/save-definition.ts';
import { groupOf } from '../../../../shared/segments/rfm/groups.ts';
import { memoryDefinitionStore } from '../../../support/admin/memory-definition-store.ts';
import { MemorySizes } from '../../../support/admin/memory-sizes.ts';
import { ProfileWorld } from '../../../support/profiles/profile-world.ts';
import { naiveScores } from '../../../support/segments/standing/naive-rfm.ts';
import { size } from '../../../support/sizes.ts';

const project = new URL('../../../../', import.meta.url).pathname;
const map = await readOrderMap(join(project, 'examples/replay/completejourney.json'));

// real purchases lie beside the project where they are at all
const folder = process.env.TRIBUTARY_PURCHASES ?? join(project, '../shared/data/completejourney');
const purchases = join(folder, 'transactions_sample.csv.gz');
const isThere = await access(purchases).then(
  () => true,
  () => false,
);
if (!isThere) console.warn(`skipped: groups of the real purchases, there is no ${purchases}`);

type Case = readonly [what: string, file: string, lines: number];
const small: Case = ['a small file', join(project, 'tests/fixtures/replay/order-lines.csv.gz'), Infinity];
const cases: readonly Case[] = isThere ? [small, ['the real ones', purchases, size(5_000, 75_000)]] : [small];

/** The scores of every household on the evening of the last purchase, and what they are given for. */
async function scoredBuyers(file: string, limit: number) {
  const world = new ProfileWorld({ rfm: { id: 'rfm' } });
  await replayOrders({
    ...{ file, map, limit, print: () => {} },
    post: async (orders) => {
      const { applied } = await world.post(...orders.map((order) => world.event(order)));
      return { accepted: applied, rejected: [] };
    },
  });
  const now = Math.max(...world.roots().map(({ lastSeen }) => lastSeen));
  const ports = { store: memoryDefinitionStore(), newWriteKey: () => 'unused' };
  const { body } = rfmKind.parse({ minimumBuyers: 5 });
  await saveDefinition(ports, { kind: rfmKind, id: 'rfm', body, publish: true, by: 'a test' }, new Date(now));
  const loadRules = liveRulesReader(ports.store);
  const backfills = { start: async () => {} };
  const sizes = new MemorySizes();
  await setQuintiles({ ...ports, scan: world.stores, loadRules, backfills, sizes, now: () => new Date(now) });
  const { rfm } = (await loadRules()).compiled;
  const buyers = world.roots().flatMap((root) => {
    const [scores] = [...(rfm?.course(root, now) ?? [])].map(({ value }) => value);
    const bought = rfm?.boughtAt(root, now);
    return scores && bought ? [{ scores, bought }] : [];
  });
  return { buyers, now };
}

describe('the scores of purchases', () => {
  it.each(cases)(
    'of %s are what comparing every buyer with every other gives',
    async (_, file, limit) => {
      const { buyers, now } = await scoredBuyers(file, limit);

      const bought = buyers.map(({ bought: { at, count, sum } }) => ({
        ...{ lastAt: at, orders: count, spent: sum },
      }));
      expect(buyers.length).toBeGreaterThan(5);
      expect(buyers.map(({ scores }) => scores)).toEqual(naiveScores(bought, now));
      const groups = Map.groupBy(buyers, ({ scores }) => groupOf(scores));
      console.info(Object.fromEntries([...groups].map(([group, members]) => [group, members.length])));
    },
    120_000,
  );
});
