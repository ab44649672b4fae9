import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hasChromium, openBrowser } from '../support/collector/sdks/browser.ts';
import { browserSdks } from '../support/collector/sdks/browser-sdks.ts';
import { type ShopBehindFront, startShopBehindFront } from '../support/collector/sdks/shop-behind-front.ts';

const campaign = 'utm_source=mail&utm_medium=email&utm_campaign=spring';
const visitContext = {
  page: { path: '/shop/', search: `?${campaign}`, title: 'Shop' },
  campaign: { name: 'spring', source: 'mail', medium: 'email' },
};

/** What a page calls, and what is kept of it. */
const storyOf = (userId: string) => [
  {
    type: 'page',
    call: `page('Home', { category: 'shop' })`,
    kept: { properties: { name: 'Home', category: 'shop', path: '/shop/' } },
  },
  {
    type: 'identify',
    call: `identify('${userId}', { email: '${userId}@shop.example', plan: 'gold' })`,
    kept: { userId, traits: { email: `${userId}@shop.example`, plan: 'gold' } },
  },
  {
    type: 'track',
    call: `track('Order Completed', { total: 25, currency: 'EUR' })`,
    kept: { userId, event: 'Order Completed', properties: { total: 25, currency: 'EUR' } },
  },
  {
    type: 'group',
    call: `group('acme', { employees: 7 })`,
    kept: { userId, groupId: 'acme', traits: { employees: 7 } },
  },
  {
    type: 'screen',
    call: `screen('Cart', { items: 2 })`,
    kept: { userId, properties: { name: 'Cart', items: 2 } },
  },
];

describe.runIf(hasChromium)('in Chromium', () => {
  let world: ShopBehindFront;
  let browser: Browser;
  let site: Server;
  let markup = '';
  beforeAll(async () => {
    world = await startShopBehindFront();
    browser = await openBrowser();
    site = createServer((_, answer) => {
      answer.writeHead(200, { 'content-type': 'text/html; charset=utf-8' });
      answer.end(`<!doctype html><title>Shop</title><head>${markup}</head>`);
    });
    await new Promise<void>((resolve) => site.listen(0, '127.0.0.1', resolve));
  });
  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
    await world.stop();
  });

  describe.each(browserSdks)('$name', (sdk) => {
    const userIdOf = (name: string) => `${name}-${browserSdks.indexOf(sdk)}`;

    async function visit(mode: 'single' | 'batched', act: (page: Page) => Promise<void>): Promise<void> {
      markup = sdk.markup({ url: world.front.url, writeKey: world.keys.browser }, mode);
      const context = await browser.newContext();
      const page = await context.newPage();
      const { port } = site.address() as AddressInfo; // it listens on a port
      await page.goto(`http://127.0.0.1:${port}/shop/?${campaign}`);
      await page.waitForFunction('window.sdk');
      await act(page);
      await context.close();
    }

    it('delivers every kind of event once, with its ids, content, time, page, campaign and library', async () => {
      const userId = userIdOf('anna');
      const story = storyOf(userId).filter(({ type }) => type !== 'screen' || sdk.can.includes(type));
      const since = world.front.posts.length;
      const startedAt = Date.now();

      await visit('single', async (page) => {
        for (const { call } of story) await page.evaluate(`void sdk.${call}`);
        await world.front.stored(story.length, since);
      });

      const kept = await world.keptOf(userId);
      expect(kept.map(({ type }) => type).sort()).toEqual(story.map(({ type }) => type).sort());
      expect(new Set(kept.map(({ messageId }) => messageId)).size).toBe(story.length);
      expect([...new Set(kept.map(({ anonymousId }) => anonymousId))]).toEqual([expect.any(String)]);
      for (const expected of story) {
        const found = kept.find(({ type }) => type === expected.type);
        expect(found).toMatchObject({ ...expected.kept, context: { ...visitContext, library: sdk.library } });
        expect(found?.flags).toBeUndefined();
        const at = Date.parse(found?.timestamp ?? '');
        expect(at).toBeGreaterThanOrEqual(startedAt);
        expect(at).toBeLessThanOrEqual(Date.now());
      }
    });

    it.runIf(sdk.can.includes('alias'))('may not alias: the event is kept as forbidden', async () => {
      const since = world.front.posts.length;
      const forbidden = (codes: readonly string[]) =>
        codes.filter((code) => code === 'forbidden_operation').length;
      const before = forbidden(await world.shop.failedCodes());

      await visit('single', async (page) => {
        await page.evaluate(`void sdk.alias('${userIdOf('bob')}', 'someone-else')`);
        await world.front.stored(1, since);
      });

      expect(forbidden(await world.shop.failedCodes())).toBe(before + 1);
      expect(await world.keptOf(userIdOf('bob'))).toEqual([]);
    });

    it.runIf(sdk.batchPath !== undefined)(
      'delivers what waits when the page is left, in one batch',
      async () => {
        const userId = userIdOf('leaver');
        const since = world.front.posts.length;

        await visit('batched', async (page) => {
          // leaving sends what the SDK has put into its batch, and it answers when that is done
          await page.evaluate(`(async () => {
            await sdk.identify('${userId}', { plan: 'gold' });
            await sdk.track('Product Viewed', {});
            await sdk.track('Page Left', {});
          })()`);
          expect(world.front.posts).toHaveLength(since);
          await page.goto('about:blank');
          await world.front.stored(1, since);
        });

        const posts = world.front.posts.slice(since);
        expect(posts).toMatchObject([{ path: expect.stringContaining(sdk.batchPath ?? ''), status: 200 }]);
        const kept = await world.keptOf(userId);
        expect(kept.map(({ event, type }) => event ?? type).sort()).toEqual([
          'Page Left',
          'Product Viewed',
          'identify',
        ]);
      },
    );

    it.each(sdk.survives)('delivers once what met %s', async (mishap) => {
      const userId = userIdOf(mishap.replaceAll(' ', '-'));
      const since = world.front.posts.length;

      await visit('single', async (page) => {
        world.front.breakNext(mishap);
        await page.evaluate(`void sdk.identify('${userId}', { plan: 'gold' })`);
        await world.front.stored(1, since);
      });

      expect(world.front.posts.length - since).toBeGreaterThan(1);
      expect((await world.keptOf(userId)).map(({ type }) => type)).toEqual(['identify']);
    });
  });
});
