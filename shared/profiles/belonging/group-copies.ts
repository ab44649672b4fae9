import { plainTraits } from '../traits.ts';
import type { Group } from './group.ts';
import type { JoinedGroups } from './joined-groups.ts';

/** What a profile copied of a group: the traits that live segments mention, as of a version of the group. */
export type GroupCopy = { readonly version: number; readonly traits: Readonly<Record<string, unknown>> };

/** By the key of the group's item. */
export type GroupCopies = ReadonlyMap<string, GroupCopy>;

type Sources = {
  readonly joined: JoinedGroups;
  /** the groups that were read */
  readonly groups: ReadonlyMap<string, Group>;
  /** top-level group traits that live segments mention */
  readonly mentioned: readonly string[];
};

/** The copies as they should be: of groups that were read anew, of others as they were, of groups that were left none. */
export function refreshCopies(copies: GroupCopies, { joined, groups, mentioned }: Sources): GroupCopies {
  if (mentioned.length === 0) return new Map();
  const refreshed = Object.keys(joined).map((key) => {
    const group = groups.get(key);
    return [key, group ? copyOf(group, mentioned) : copies.get(key)] as const;
  });
  return new Map(refreshed.flatMap(([key, copy]) => (copy ? [[key, copy] as const] : [])));
}

/** Both together; of the same group the newer one. */
export function mergeCopies(one: GroupCopies, other: GroupCopies): GroupCopies {
  const merged = new Map(one);
  for (const [key, copy] of other) if (copy.version >= (one.get(key)?.version ?? 0)) merged.set(key, copy);
  return merged;
}

function copyOf({ version, traits }: Group, mentioned: readonly string[]): GroupCopy {
  const all = plainTraits(traits);
  const known = mentioned.filter((key) => Object.hasOwn(all, key)).map((key) => [key, all[key]]);
  return { version, traits: Object.fromEntries(known) };
}
