import type { ProfileView } from './read-profile.ts';

/** Every id the person ever had: the profile's own, and those of the profiles merged into it. */
export function profileIdsOf({
  profileId,
  mergeLog,
}: Pick<ProfileView, 'profileId' | 'mergeLog'>): readonly string[] {
  const absorbed = mergeLog.flatMap(({ rule, what }) => (rule === 'merged' ? what : []));
  return [...new Set([profileId, ...absorbed])];
}
