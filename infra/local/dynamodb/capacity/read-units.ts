const BYTES_PER_UNIT = 4096;

/** How many units four kilobytes cost. */
export const READ_COST = { eventual: 0.5, consistent: 1, transactional: 2 } as const;

/** What reading so many bytes at once consumes; reading nothing costs as much as the smallest item. */
export function readUnits(bytes: number, cost: number): number {
  return cost * Math.max(1, Math.ceil(bytes / BYTES_PER_UNIT));
}

export function readCost(isConsistent: unknown): number {
  return isConsistent === true ? READ_COST.consistent : READ_COST.eventual;
}
