import { naiveAdd } from '../naive-calendar.ts';

// The second opinion on scores: it goes through everything that was bought for every question, and shares no code with shared/segments.

export type NaiveOrder = { readonly at: number; readonly total: number };
export type NaiveScores = { readonly recency: number; readonly frequency: number; readonly money: number };
type Bought = { readonly lastAt: number; readonly orders: number; readonly spent: number };
type Bounds = Readonly<Record<keyof NaiveScores, readonly number[]>>;

export function naiveBought(
  orders: readonly NaiveOrder[],
  now: number,
  { within, timezone = 'UTC' }: { within?: string | undefined; timezone?: string } = {},
): Bought | undefined {
  const counted = orders.filter(
    ({ at }) => at <= now && (!within || now < naiveAdd(at, within, { timezone })),
  );
  if (counted.length === 0) return undefined;
  return {
    lastAt: Math.max(...counted.map(({ at }) => at)),
    orders: counted.length,
    spent: counted.reduce((sum, { total }) => sum + Math.round(total * 10_000), 0),
  };
}

/** The scores of each buyer by comparing them with all others. */
export function naiveScores(buyers: readonly Bought[], now: number): readonly NaiveScores[] {
  const ages = buyers.map(({ lastAt }) => cut(now - lastAt));
  const orders = buyers.map((buyer) => -cut(-buyer.orders));
  const spent = buyers.map((buyer) => -cut(-Math.max(0, buyer.spent)));
  const score = (worse: number) => 1 + Math.floor((5 * worse) / buyers.length);
  return buyers.map((_, index) => ({
    recency: score(ages.filter((age) => age > Number(ages[index])).length),
    frequency: score(orders.filter((count) => count < Number(orders[index])).length),
    money: score(spent.filter((sum) => sum < Number(spent[index])).length),
  }));
}

/** The scores of somebody under given bounds. */
export function naiveScored(
  bought: Bought | undefined,
  bounds: Bounds,
  now: number,
): NaiveScores | undefined {
  if (bought === undefined) return undefined;
  const passed = (of: readonly number[], isPassed: (bound: number) => boolean) =>
    1 + of.filter(isPassed).length;
  return {
    recency: passed(bounds.recency, (bound) => bought.lastAt > now - bound),
    frequency: passed(bounds.frequency, (bound) => bound < bought.orders),
    money: passed(bounds.money, (bound) => bound < bought.spent),
  };
}

export function naiveGroup({ recency, frequency, money }: NaiveScores): string {
  const value = (frequency + money) / 2;
  if (recency >= 4 && value < 1.5) return recency === 5 ? 'new' : 'promising';
  if (recency >= 4 && value < 3.5) return 'potential-loyalists';
  if (recency >= 3 && value >= 3.5) return recency === 5 ? 'champions' : 'loyal';
  if (recency === 3) return value >= 2.5 ? 'need-attention' : 'about-to-sleep';
  if (value >= 4.5) return 'cannot-lose';
  if (value >= 2.5) return 'at-risk';
  return recency === 2 ? 'hibernating' : 'lost';
}

/** Towards minus infinity, to what three digits can say. */
function cut(value: number): number {
  for (let step = 1; ; step *= 10) {
    const steps = Math.floor(value / step);
    if (Math.abs(steps) < 1_000 || (steps === -1_000 && value % step === 0)) return steps * step + 0;
  }
}
