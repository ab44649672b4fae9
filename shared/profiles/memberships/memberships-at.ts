import type { CompiledSegments } from '../../segments/compile.ts';
import { factsOf, type Profile } from '../profile.ts';

export type MembershipAt = {
  readonly segment: string;
  readonly since: number;
  readonly until: number | undefined;
};

/**
 * The segments a stored profile is in at `now`, exact even when its timer has not fired yet. `until` is the instant the
 * membership ends if nothing happens; a membership that began by time alone counts from the stored evaluation's flip.
 */
export function decideMembershipsAt(
  profile: Profile,
  compiled: CompiledSegments,
  now: number,
): MembershipAt[] {
  const at = Math.max(now, profile.evaluatedAt);
  const facts = factsOf(profile);
  return compiled.segments.flatMap(({ id, evaluate }) => {
    const { holds, flipsAt } = evaluate(facts, at);
    if (!holds) return [];
    const since = profile.memberships.get(id)?.since ?? evaluate(facts, profile.evaluatedAt).flipsAt ?? at;
    return [{ segment: id, since, until: flipsAt }];
  });
}
