import type { ShopEvent } from './shop-event.ts';
import { createShopper, type Shopper } from './shopper.ts';
import { newShopperState, visitShop } from './visit.ts';

export type Simulation = { readonly seed: number; readonly shoppers: number; readonly days: number };

export const dayMs = 86_400_000;
const opensAtMs = 8 * 3_600_000;
const openMinutes = 13 * 60;

/** Everything the shoppers do, in order; the same seed gives the same events. */
export function simulateShop({ seed, shoppers, days }: Simulation): ShopEvent[] {
  const events = Array.from({ length: shoppers }, (_, number) => daysOf(createShopper(seed, number), days));
  return events.flat().sort((one, other) => one.at - other.at || (one.messageId < other.messageId ? -1 : 1));
}

function daysOf(shopper: Shopper, days: number): ShopEvent[] {
  const state = newShopperState();
  const events: ShopEvent[] = [];
  for (let day = shopper.firstDay; day < days; day += 1) {
    if (day > shopper.firstDay && !shopper.random.chance(shopper.habit.comesBack)) continue;
    const startsAt = day * dayMs + opensAtMs + shopper.random.integer(0, openMinutes) * 60_000;
    events.push(...visitShop(shopper, state, startsAt));
  }
  return events;
}
