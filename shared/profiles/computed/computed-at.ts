import type { CompiledSegments } from '../../segments/compile.ts';
import type { Profile } from '../profile.ts';

/** What of a profile its computed traits are read from. */
export type Answerable = Pick<Profile, 'windows' | 'accumulators' | 'definitions' | 'evaluatedAt'>;

/**
 * The computed traits of a stored profile at `now`, by id. Those without a value are left out, and so are those published
 * since its last write: what they need is built with the next one.
 */
export function computedAt(
  profile: Answerable,
  { computed }: Pick<CompiledSegments, 'computed'>,
  now: number,
): Record<string, unknown> {
  const at = Math.max(now, profile.evaluatedAt);
  const built = [...computed.values()].filter(({ since }) => since <= profile.definitions);
  const found = built.map(({ id, course }): [string, unknown] => {
    const [spell] = course(profile, at);
    return [id, spell?.value];
  });
  return Object.fromEntries(found.filter(([, value]) => value !== undefined));
}
