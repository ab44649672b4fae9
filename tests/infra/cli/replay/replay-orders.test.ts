import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { OrderEvent } from '../../../../infra/cli/replay/compose-orders.ts';
import { parseOrderMap, readOrderMap } from '../../../../infra/cli/replay/order-map.ts';
import { replayOrders } from '../../../../infra/cli/replay/replay-orders.ts';

const project = new URL('../../../../', import.meta.url).pathname;
const file = join(project, 'tests/fixtures/replay/order-lines.csv.gz');
const map = await readOrderMap(join(project, 'examples/replay/completejourney.json'));

async function replayed(from: string, limit?: number) {
  const events: OrderEvent[] = [];
  const printed: string[] = [];
  const post = async (batch: readonly OrderEvent[]) => {
    events.push(...batch);
    return { accepted: batch.length, rejected: [] };
  };
  const result = await replayOrders({ file: from, map, limit, post, print: (text) => printed.push(text) });
  return { result, events, printed };
}

// read another way: only the fixture's first field is ever empty, and only store names hold commas
const fixture = gunzipSync(await readFile(file))
  .toString()
  .trim()
  .split('\n')
  .slice(1)
  .map((line) => /^"(h\d)",.*,"(b\d+)","(p\d+)",(\d),([\d.]+),[\d.]+,\d,"([^"]+)"$/.exec(line))
  .filter((match) => match !== null);

describe('replaying order lines', () => {
  it('makes one event of each order, with all its lines wherever they stand', async () => {
    const { result, events } = await replayed(file);

    const baskets = Map.groupBy(fixture, ([, , basket]) => basket);
    expect(result).toMatchObject({ lines: fixture.length + 2, unusable: 2, orders: 20, people: 8 });
    expect(events).toHaveLength(baskets.size);
    for (const { userId, properties } of events) {
      const lines = baskets.get(String(properties.order_id)) ?? [];
      const total = lines.reduce((sum, [, , , , , value]) => sum + Math.round(Number(value) * 100), 0) / 100;
      expect({ userId, total: properties.total }).toEqual({ userId: lines[0]?.[1], total });
      expect(properties.products).toHaveLength(lines.length);
    }
  });

  it('keeps the time of the first line, and what the map names', async () => {
    const { events } = await replayed(file);
    const one = events.find(({ properties }) => properties.order_id === 'b1');

    const [first] = fixture.flatMap(([, , basket, , , , at]) => (basket === 'b1' ? [at ?? ''] : [])).sort();
    expect(one).toMatchObject({
      type: 'track',
      event: 'Order Completed',
      userId: 'h1',
      timestamp: new Date(first ?? '').toISOString(),
      properties: { store_id: 'Corner shop, "Nord"', week: 2 },
    });
    expect(one?.properties.products).toContainEqual({
      product_id: expect.stringMatching(/^p\d+$/),
      quantity: expect.any(Number),
      value: expect.any(Number),
      discount: expect.any(Number),
    });
  });

  it('says the same again under the same message ids', async () => {
    const [once, again] = [await replayed(file), await replayed(file)];

    expect(again.events).toEqual(once.events);
    expect(new Set(once.events.map(({ messageId }) => messageId)).size).toBe(once.events.length);
    expect(once.events.every(({ messageId }) => messageId.length <= 100)).toBe(true);
  });

  it('reads no more lines than it is told', async () => {
    expect((await replayed(file, 9)).result).toMatchObject({ lines: 9, unusable: 0 });
  });

  it('names the lines it cannot use', async () => {
    const { printed } = await replayed(file);

    expect(printed).toContain('line 11 cannot be used: household_id is empty');
    expect(printed).toContain('line 31 cannot be used: sales_value is no number: `free`');
  });

  it('leaves no temporary files behind', async () => {
    const ours = async () => (await readdir(tmpdir())).filter((name) => name.startsWith('tributary-replay-'));
    const before = await ours();

    await replayed(file);
    await expect(
      replayOrders({
        file,
        map,
        post: async () => {
          throw new Error('gone');
        },
        print: () => {},
      }),
    ).rejects.toThrow('gone');

    expect(await ours()).toEqual(before);
  });
});

describe('a file that cannot be replayed', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'order-lines-'));
  });
  afterEach(() => rm(folder, { recursive: true }));
  const replayText = async (name: string, content: string | Uint8Array) => {
    await writeFile(join(folder, name), content);
    return replayed(join(folder, name));
  };

  it('lacks a column of the map', async () => {
    await expect(replayText('a.csv', 'household_id,basket_id\n1,2\n')).rejects.toThrow(
      'has no column `transaction_timestamp`; it has household_id, basket_id',
    );
  });

  it('is empty, missing, cut off or not compressed', async () => {
    const whole = await readFile(file);

    await expect(replayText('a.csv', '')).rejects.toThrow('is empty');
    await expect(replayed(join(folder, 'none.csv.gz'))).rejects.toThrow('none.csv.gz cannot be read');
    await expect(replayText('b.csv.gz', whole.subarray(0, 300))).rejects.toThrow('cannot be read');
    await expect(replayText('c.csv.gz', 'plain')).rejects.toThrow('cannot be read');
  });
});

describe('a map of columns', () => {
  it('names what is wrong with it', () => {
    expect(() => parseOrderMap('map.json', '{"userId":1}')).toThrow(
      /map\.json is no map of columns:.*userId/s,
    );
    expect(() => parseOrderMap('map.json', '{')).toThrow('map.json is no map of columns');
  });
});
