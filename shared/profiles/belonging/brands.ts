/** What one person did with one brand; instants in epoch ms. */
export type BrandActivity = {
  readonly firstSeen: number;
  readonly lastSeen: number;
  readonly events: number;
};

/** Adds what else was done with a brand. Of different events only: order does not matter, repeats would count. */
export function addActivity(brands: Map<string, BrandActivity>, brand: string, more: BrandActivity): void {
  const known = brands.get(brand);
  if (!known) {
    brands.set(brand, more);
    return;
  }
  brands.set(brand, {
    firstSeen: Math.min(known.firstSeen, more.firstSeen),
    lastSeen: Math.max(known.lastSeen, more.lastSeen),
    events: known.events + more.events,
  });
}
