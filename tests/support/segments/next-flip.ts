import { factsOf, type Profile } from '../../../shared/profiles/profile.ts';
import type { CompiledSegments } from '../../../shared/segments/compile.ts';

/** The instant at which time alone changes a profile's memberships. What is stored may be too early, never too late. */
export function nextFlipOf(profile: Profile, { segments }: CompiledSegments): number | undefined {
  const facts = factsOf(profile);
  const flips = segments.map(({ evaluate }) => evaluate(facts, profile.evaluatedAt).flipsAt ?? Infinity);
  const next = Math.min(...flips);
  const stored = profile.nextFlip ?? Infinity;
  if (stored > next) throw new Error(`the next flip of ${profile.id} is at ${next}, stored was ${stored}`);
  return next === Infinity ? undefined : next;
}
