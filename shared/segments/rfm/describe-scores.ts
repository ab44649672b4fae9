import type { Profile } from '../../profiles/profile.ts';
import type { CompiledSegments } from '../compile.ts';
import { UNITS } from '../values/number.ts';
import type { LiveRfm } from './compile-rfm.ts';
import { describeScoring } from './describe-scoring.ts';
import { rfmAt } from './rfm-at.ts';

const DAY = 86_400_000;

type Asked = { readonly rfm: LiveRfm; readonly compiled: CompiledSegments; readonly at: number };

/** The scores of a buyer with what they are given for, beside the bounds; or why nobody is scored. */
export function describeScores(
  profile: Pick<Profile, 'windows' | 'definitions' | 'evaluatedAt'>,
  { rfm, compiled, at }: Asked,
): object | undefined {
  const { bounds, ...scoring } = describeScoring(rfm);
  if (bounds === undefined) return scoring;
  const found = rfmAt(profile, compiled, at);
  const bought = compiled.rfm?.boughtAt(profile, at);
  if (found === undefined || bought === undefined) return undefined;
  const { recency, frequency, money } = found.scores;
  const days = Math.floor((at - bought.at) / DAY);
  return {
    group: found.group,
    recency: { score: recency, days, bounds: bounds.recencyDays },
    frequency: { score: frequency, purchases: bought.count, bounds: bounds.frequency },
    money: { score: money, amount: bought.sum / UNITS, bounds: bounds.money },
  };
}
