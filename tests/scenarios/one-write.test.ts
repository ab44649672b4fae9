import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { RunningCloud } from '../support/cloud/running-cloud.ts';

let shop: RunningCloud;
beforeAll(async () => {
  shop = await RunningCloud.start([
    { id: 'lookers', where: { event: 'Product Viewed', within: '2d' } },
    { id: 'fans', where: { event: 'Product Viewed', within: '30d', count: { atLeast: 10 } } },
  ]);
});
afterAll(() => shop.stop());

const writes = () => ({
  roots: shop.count('PutItem', 'Profiles'),
  transactions: shop.count('TransactWriteItems', 'Profiles'),
  chunks: shop.count('BatchWriteItem', 'Timeline'),
});

describe('a batch of one known person', () => {
  it('makes one root write and one chunk, counted at the wire', async () => {
    const view = { type: 'track', userId: 'anna', anonymousId: 'laptop', event: 'Product Viewed' };
    await shop.send(view);
    const before = writes();

    // nothing is entered or left here, so that the platform has nothing to add
    await shop.send(...Array.from({ length: 5 }, (_, index) => ({ ...view, messageId: `quiet-${index}` })));
    const after = writes();

    expect(after).toEqual({
      roots: before.roots + 1,
      transactions: before.transactions,
      chunks: before.chunks + 1,
    });
  });

  it('makes the same one write for 20 events, of which one makes her a fan', async () => {
    const view = { type: 'track', userId: 'bert', event: 'Page Viewed' };
    await shop.send(view);
    const before = writes();

    await shop.send(...Array.from({ length: 20 }, (_, index) => ({ ...view, messageId: `many-${index}` })));
    const after = writes();

    expect(after).toEqual({
      roots: before.roots + 1,
      transactions: before.transactions,
      chunks: before.chunks + 1,
    });
  });
});
