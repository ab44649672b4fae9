import type { Shopper } from '../segments/shoppers.ts';

/** How often something happened on each day and for how much together; the latest day first. */
export type DayCounts = Readonly<
  Record<string, readonly (readonly [day: number, count: number, sum: number])[]>
>;

/** A shopper as the rivals are given one: counts by day are what they have for windows. */
export type Counted = { readonly t: Shopper['traits']; readonly ev: DayCounts };

export function countDays({ traits, visits }: Shopper): Counted {
  const byName = Map.groupBy(visits, ({ name }) => name);
  const counts = [...byName].map(([name, ofName]) => {
    const days = [...Map.groupBy(ofName, ({ day }) => day)].sort(([a], [b]) => b - a);
    return [
      name,
      days.map(([day, own]) => [day, own.length, own.reduce((sum, { total }) => sum + total, 0)]),
    ];
  });
  return { t: traits, ev: Object.fromEntries(counts) };
}

/** What happened in the last so many days, for ever with 0: how often (1), or for how much (2). */
export function countIn(
  { ev }: Counted,
  name: string,
  { days, of }: { days: number; of: 1 | 2 },
  today: number,
): number {
  const counts = ev[name];
  if (counts === undefined) return 0;
  const last = days === 0 ? Number.NEGATIVE_INFINITY : today - days;
  let total = 0;
  for (const count of counts) {
    if (count[0] <= last) break;
    total += count[of];
  }
  return total;
}
