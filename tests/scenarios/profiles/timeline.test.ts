import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import * as z from 'zod';
import { adminClient, bodyOf } from '../../../infra/cli/cloud/admin-client.ts';
import { timeline } from '../../../infra/cli/commands/person/timeline.ts';
import { usedBetween } from '../../../infra/local/billing/meter.ts';
import { RunningCloud } from '../../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start();
  for (let turn = 0; turn < 40; turn += 1)
    await shop.send(view(turn % 2 === 0 ? 'phone' : 'laptop', `view-${turn}`));
  await shop.send(view('phone', 'copy'), view('laptop', 'copy'));
  for (const anonymousId of ['phone', 'laptop'])
    await shop.send({ type: 'identify', anonymousId, userId: 'anna', messageId: `in-on-${anonymousId}` });
});
afterAll(() => shop.stop());

const view = (anonymousId: string, messageId: string) => ({
  type: 'track',
  anonymousId,
  messageId,
  event: 'Product Viewed',
  properties: { sku: messageId },
});

const admin = () => adminClient({ url: shop.cloud.publicUrl, token: shop.cloud.adminToken });
const pageSchema = z.object({
  items: z.array(z.looseObject({ messageId: z.string() })),
  cursor: z.string().optional(),
});

async function page(query: Record<string, string>) {
  const id = encodeURIComponent((await shop.profile('userId=anna'))?.profileId ?? '');
  const reply = await admin().call(pageSchema, {
    path: `/profiles/${id}/timeline?${new URLSearchParams(query)}`,
  });
  const { items, cursor } = bodyOf(reply);
  return { ids: items.map(({ messageId }) => messageId), cursor };
}

describe('the timeline of a person of two devices', () => {
  it('comes page by page, each event once, newest first', async () => {
    const ids: string[] = [];
    let cursor: string | undefined = '';

    while (cursor !== undefined) {
      const part: Awaited<ReturnType<typeof page>> = await page({
        limit: '7',
        ...(cursor ? { cursor } : {}),
      });
      ids.push(...part.ids);
      cursor = part.cursor;
    }

    const views = Array.from({ length: 40 }, (_, turn) => `view-${39 - turn}`);
    expect(ids).toEqual(['in-on-laptop', 'in-on-phone', 'copy', ...views]);
  });

  it('is refused under a filter that nothing has', async () => {
    const id = encodeURIComponent((await shop.profile('userId=anna'))?.profileId ?? '');
    const path = `/profiles/${id}/timeline?type=purchase`;

    expect(await admin().call(pageSchema, { path })).toMatchObject({ problem: { status: 400 } });
    expect(await admin().call(pageSchema, { path: '/profiles/nobody/timeline' })).toMatchObject({
      problem: { status: 404 },
    });
  });

  it('costs the bytes it shows: 10 of 44 chunks of two branches, not a unit for each', async () => {
    const readUnits = async (limit: string) => {
      const before = shop.cloud.billing().items;
      await page({ limit });
      const used = usedBetween(before, shop.cloud.billing().items);
      return used
        .filter(({ resource, unit }) => resource.includes('Timeline') && unit === 'read-units')
        .reduce((sum, { quantity }) => sum + quantity, 0);
    };

    expect({ ten: await readUnits('10'), all: await readUnits('100') }).toEqual({ ten: 2, all: 6 });
  });

  it('is a table in the terminal', async () => {
    const lines: string[] = [];
    const context = { admin: admin(), print: (text: string) => lines.push(text), confirm: async () => true };

    await timeline.run({ ...context, options: { event: 'Product Viewed', to: '2999-01-01' } }, [
      'user_id:anna',
    ]);

    expect(lines.join('\n')).toMatch(/when +what +source +with/);
    expect(lines.join('\n')).toMatch(/Z {2}Product Viewed {2}\S+ {2}sku: "view-39"/);
    expect(lines.join('\n')).not.toContain('identify');
  });
});
