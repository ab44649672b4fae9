/** A group a profile is in; `since` is the earliest event that said so, epoch ms. */
export type JoinedGroup = { readonly id: string; readonly since: number };

/** By the key of the group's item. */
export type JoinedGroups = Readonly<Record<string, JoinedGroup>>;

/** Each costs bytes of every write of the profile, and each change of its traits an event. */
export const MOST_GROUPS = 20;

/** Both together. Of too many the ones joined first stay, so that the order in which groups are learnt does not matter. */
export function uniteGroups(one: JoinedGroups, other: JoinedGroups): JoinedGroups {
  const united: Record<string, JoinedGroup> = { ...one };
  for (const [key, group] of Object.entries(other))
    united[key] = { id: group.id, since: Math.min(group.since, one[key]?.since ?? group.since) };
  const firstJoined = Object.entries(united).sort(([a, x], [b, y]) => x.since - y.since || (a < b ? -1 : 1));
  return Object.fromEntries(firstJoined.slice(0, MOST_GROUPS));
}
