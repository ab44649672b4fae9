import { UNITS } from '../values/number.ts';
import type { LiveRfm } from './compile-rfm.ts';
import type { Bounds } from './scores.ts';
import { givenQuintiles } from './settings.ts';

/** What scores of 2, 3, 4 and 5 are given by: fewer days since the last purchase, and more purchases and money, than these. */
export type ScoringView = {
  /** nothing: there are too few buyers, and the settings give no bounds */
  readonly from: 'buyers' | 'settings' | 'nothing';
  readonly minimumBuyers: number;
  readonly bounds?: { readonly recencyDays: Bounds; readonly frequency: Bounds; readonly money: Bounds };
};

const DAY = 86_400_000;

/** The bounds that are in force, in units that people read. */
export function describeScoring({ settings, quintiles }: LiveRfm): ScoringView {
  const { minimumBuyers } = settings;
  const inForce = quintiles ?? givenQuintiles(settings);
  if (inForce === undefined) return { from: 'nothing', minimumBuyers };
  const { recency, frequency, money } = inForce;
  return {
    from: quintiles === undefined ? 'settings' : 'buyers',
    minimumBuyers,
    bounds: { recencyDays: inUnits(recency, DAY), frequency, money: inUnits(money, UNITS) },
  };
}

const inUnits = ([two, three, four, five]: Bounds, unit: number): Bounds => [
  round(two / unit),
  round(three / unit),
  round(four / unit),
  round(five / unit),
];

const round = (value: number): number => Math.round(value * 100) / 100;
