import type { Tally } from '../windows/tally.ts';
import { type Quintiles, type Scores, scoresOf } from './scores.ts';

/** The groups that marketers know, by recency (rows, 5 first) and by the mean of frequency and money (columns, 1 first). */
const grid = [
  ['new', 'potential-loyalists', 'potential-loyalists', 'champions', 'champions'],
  ['promising', 'potential-loyalists', 'potential-loyalists', 'loyal', 'loyal'],
  ['about-to-sleep', 'about-to-sleep', 'need-attention', 'loyal', 'loyal'],
  ['hibernating', 'hibernating', 'at-risk', 'at-risk', 'cannot-lose'],
  ['lost', 'lost', 'at-risk', 'at-risk', 'cannot-lose'],
] as const;

export type RfmGroup = (typeof grid)[number][number];

export const rfmGroups: readonly RfmGroup[] = [...new Set(grid.flat())];

export function isRfmGroup(name: unknown): name is RfmGroup {
  return rfmGroups.some((group) => group === name);
}

/** A mean that lies halfway counts as the higher score. */
export function groupOf({ recency, frequency, money }: Scores): RfmGroup {
  const group = grid[5 - recency]?.[Math.round((frequency + money) / 2) - 1];
  if (group === undefined) throw new Error(`scores are 1 to 5, got ${recency}, ${frequency}, ${money}`);
  return group;
}

/** How many of the buyers are in each. */
export function countGroups(
  buyers: readonly Tally[],
  quintiles: Quintiles,
  now: number,
): ReadonlyMap<RfmGroup, number> {
  const counts = new Map(rfmGroups.map((group) => [group, 0]));
  for (const bought of buyers) {
    const group = groupOf(scoresOf(bought, quintiles, now));
    counts.set(group, (counts.get(group) ?? 0) + 1);
  }
  return counts;
}
