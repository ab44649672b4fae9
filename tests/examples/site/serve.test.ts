import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Browser, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { serveSite } from '../../../examples/site/serve.ts';
import { hasChromium, openBrowser } from '../../support/collector/sdks/browser.ts';
import {
  type ShopBehindFront,
  startShopBehindFront,
} from '../../support/collector/sdks/shop-behind-front.ts';

const buyers = { where: { event: 'Order Completed', within: '30d', sum: { of: 'total', atLeast: 70 } } };

describe('the example site', () => {
  it('is served with its collector and its key, and nothing beside it is', async () => {
    const site = await serveSite({ collector: 'https://collect.example', writeKey: 'cKey' }, 0);
    const { port } = site.address() as AddressInfo; // it listens on a port
    const get = (path: string) => fetch(`http://127.0.0.1:${port}${path}`);

    const page = await (await get('/?utm_source=mail')).text();
    const statuses = await Promise.all(
      ['/site.css', '/shop.js', '/serve.ts', '/../shop/workspace.json'].map(
        async (path) => (await get(path)).status,
      ),
    );

    expect(page).toContain('analytics.load("cKey")');
    expect(page).toContain('host="https://collect.example"');
    expect(page).not.toMatch(/__[A-Z]/);
    expect(statuses).toEqual([200, 200, 404, 404]);
    site.closeAllConnections();
    site.close();
  });
});

describe.runIf(hasChromium)('the example site in Chromium', () => {
  let world: ShopBehindFront;
  let site: Server;
  let browser: Browser;
  let page: Page;
  beforeAll(async () => {
    world = await startShopBehindFront();
    await world.shop.publish('buyers', buyers);
    site = await serveSite({ collector: world.front.url, writeKey: world.keys.browser }, 0);
    browser = await openBrowser();
    page = await browser.newPage();
  });
  afterAll(async () => {
    await browser.close();
    site.closeAllConnections();
    site.close();
    await world.stop();
  });

  it('makes one person of a visit: who she is, what she ordered, and the segment she falls into', async () => {
    const { port } = site.address() as AddressInfo; // it listens on a port
    const pick = (product: string) => page.locator('article', { hasText: product });

    await page.goto(`http://127.0.0.1:${port}/?utm_source=mail&utm_campaign=spring`);
    await pick('Espresso beans').getByText('Details').click();
    await pick('Espresso beans').getByText('Add').click();
    await pick('Hand grinder').getByText('Add').click();
    await page.getByLabel('Name').fill('Ann');
    await page.getByLabel('Email').fill('ann@shop.example');
    await page.getByRole('button', { name: 'Sign up' }).click();
    await page.getByRole('button', { name: 'Order' }).click();
    await world.front.stored(7, 0);

    const kept = await world.keptOf('ann@shop.example');
    expect(kept.map(({ type, event }) => event ?? type).sort()).toEqual([
      'Order Completed',
      'Page Viewed',
      'Product Added',
      'Product Added',
      'Product Viewed',
      'Segment Entered',
      'Signed Up',
      'identify',
    ]);
    const profile = await world.shop.profile('email=ann@shop.example');
    expect(profile?.traits).toMatchObject({ name: 'Ann' });
    expect(profile?.identifiers.map(({ type }) => type).sort()).toEqual(['anonymous_id', 'email', 'user_id']);
    expect(profile?.segments.map(({ id }) => id)).toEqual(['buyers']);
    expect(kept.find(({ type }) => type === 'page')?.context).toMatchObject({
      campaign: { name: 'spring', source: 'mail' },
    });
    expect(await page.locator('#greeting').textContent()).toContain('Thank you');
  });
});
