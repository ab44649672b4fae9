import { describe, expect, it } from 'vitest';
import { playTraffic, type Stage } from '../../../examples/shop/traffic/play-traffic.ts';
import type { ShopEvent } from '../../../examples/shop/traffic/shop-event.ts';
import { dayMs, simulateShop } from '../../../examples/shop/traffic/simulate.ts';

const simulation = { seed: 1, shoppers: 60, days: 4 };

describe('the simulated shop', () => {
  it('plays the same events for the same seed', () => {
    expect(simulateShop(simulation)).toEqual(simulateShop(simulation));
  });

  it('plays other events for another seed', () => {
    const ids = new Set(simulateShop(simulation).map(({ messageId }) => messageId));

    expect(simulateShop({ ...simulation, seed: 2 }).some(({ messageId }) => ids.has(messageId))).toBe(false);
  });

  it('keeps what the first shoppers do when more come', () => {
    const all = simulateShop({ ...simulation, shoppers: 80 });
    const known = new Set(simulateShop(simulation).map(({ messageId }) => messageId));

    expect(all.filter(({ messageId }) => known.has(messageId))).toEqual(simulateShop(simulation));
  });

  it('gives every event an id of its own, an identifier and a place in time', () => {
    const events = simulateShop(simulation);

    expect(new Set(events.map(({ messageId }) => messageId)).size).toBe(events.length);
    expect(events.every(({ userId, anonymousId }) => userId !== undefined || anonymousId !== undefined)).toBe(
      true,
    );
    expect(events.map(({ at }) => at)).toEqual(events.map(({ at }) => at).sort((one, other) => one - other));
  });

  it('has shoppers who use two devices, sign in on both and buy', () => {
    const events = simulateShop(simulation);
    const devices = Map.groupBy(
      events.filter(({ userId, anonymousId }) => userId !== undefined && anonymousId !== undefined),
      ({ userId }) => userId,
    );
    const usedTwo = [...devices.values()].filter(
      (calls) => new Set(calls.map(({ anonymousId }) => anonymousId)).size === 2,
    );

    expect(usedTwo.length).toBeGreaterThan(0);
    expect(events.some((event) => event.type === 'track' && event.event === 'Order Completed')).toBe(true);
    expect(events.some(({ userId }) => userId === undefined)).toBe(true);
  });

  it('tells of orders from the server and of browsing from the browser', () => {
    const orders = simulateShop(simulation).filter(
      (event) => 'event' in event && event.event === 'Order Completed',
    );

    expect(orders.every(({ via, userId }) => via === 'server' && userId !== undefined)).toBe(true);
  });

  it('asks for consent at the shop system, of some who take it back', () => {
    const consents = simulateShop(simulation).filter(
      (event) => event.type === 'track' && event.event === 'Consent Updated',
    );
    const statuses = consents.flatMap((event) => ('event' in event ? [event.properties.status] : []));

    expect(consents.every(({ via }) => via === 'server')).toBe(true);
    expect(new Set(statuses)).toEqual(new Set(['subscribed', 'unsubscribed']));
  });

  it('tells the language of every device, and where the app can be pushed to', () => {
    const browsing = simulateShop(simulation).filter(({ via }) => via === 'browser');

    expect(new Set(browsing.map(({ context }) => context?.locale))).toEqual(new Set(['pl-PL', 'en-GB']));
    expect(browsing.some(({ context }) => context?.device)).toBe(true);
  });

  it('shows the whole cart with each product added', () => {
    const added = simulateShop(simulation).filter(
      (event) => event.type === 'track' && event.event === 'Product Added',
    );

    expect(added.length).toBeGreaterThan(0);
    for (const event of added)
      expect('properties' in event && event.properties).toMatchObject({ products: expect.any(Array) });
  });
});

describe('playing traffic', () => {
  const start = Date.parse('2026-11-21T00:00:00.000Z');

  function stage(): { stage: Stage; sent: { event: ShopEvent; now: number }[]; now(): number } {
    let now = start;
    const sent: { event: ShopEvent; now: number }[] = [];
    const send = async (events: readonly ShopEvent[]) => {
      sent.push(...events.map((event) => ({ event, now })));
      return { accepted: events.length, rejected: 0 };
    };
    const sender = { send, close: async () => {} };
    const clock = {
      now: async () => now,
      moveTo: async (instant: number) => {
        now = instant;
      },
      drain: async () => {},
    };
    return { stage: { clock, browser: sender, server: sender, progress: () => {} }, sent, now: () => now };
  }

  it('sends each event once, within half an hour after it happened', async () => {
    const played = stage();

    const tally = await playTraffic(played.stage, simulation);

    const expected = simulateShop(simulation);
    expect(tally).toEqual({ sent: expected.length, accepted: expected.length, rejected: 0 });
    const lateness = played.sent.map(({ event, now }) => now - (start + event.at));
    expect(Math.min(...lateness)).toBeGreaterThan(0);
    expect(Math.max(...lateness)).toBeLessThanOrEqual(30 * 60_000);
  });

  it('ends with two days without visitors', async () => {
    const played = stage();

    await playTraffic(played.stage, simulation);

    expect(played.now()).toBe(start + 6 * dayMs);
  });
});
