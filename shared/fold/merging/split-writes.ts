import type { Identifier } from '../../identity/identifier.ts';
import type { Repointed } from '../../identity/long-pointers.ts';
import type { ColdPart, Profile } from '../../profiles/profile.ts';
import { type Draft, openDraft, type ProfileWrite, writeOf } from '../draft.ts';
import type { LoadedNode, SeenPage } from '../world.ts';

/** A merged profile as stored, with its pages and the nodes of all its identifiers. */
export type MergedProfile = {
  readonly profile: Profile;
  readonly cold: ColdPart;
  readonly pages: readonly SeenPage[];
  readonly nodes: ReadonlyMap<string, LoadedNode>;
};

type Context = {
  readonly merged: MergedProfile;
  readonly now: number;
  keyOf(identifier: Identifier): string;
};

/** The writes of the profiles a merged one falls into, to be stored together; the first takes its place where it is none of them. */
export function splitWrites(drafts: readonly Draft[], context: Context): ProfileWrite[] {
  const { merged } = context;
  const roots = new Map(drafts.map((draft) => [draft.profile.id, draft]));
  const moved = movedPointers(drafts, context);
  return drafts.map((draft, index) => {
    const write = writeOf(reopened(draft, merged), context.now);
    const repointed = [...moved]
      .filter(([key, to]) => to === draft.profile.id && key !== merged.profile.id)
      .map(([key]) => repointedFrom(merged, key));
    const { id, version, coldVersion, erasedAt } = merged.profile;
    const isReplaced = index === 0 && !roots.has(id);
    return {
      ...write,
      repointed,
      absorbed: isReplaced ? [{ id, version, coldVersion, erasedAt, groups: groupsOf(merged) }] : [],
      pointedTo: pointerOf(merged, draft.profile.id),
    };
  });
}

/** The draft on top of what is stored under its key now: versions go on from the higher one, so that no late write fits. */
function reopened(draft: Draft, stored: MergedProfile): Draft {
  const { profile: merged, pages } = stored;
  const { profile, cold, events, merges } = draft;
  const isStored = profile.id === merged.id;
  return {
    ...openDraft(profile, cold, []),
    loadedVersion: Math.max(profile.version, merged.version),
    loadedColdVersion: isStored ? merged.coldVersion : 0,
    loadedGroups: isStored ? groupsOf(stored) : [],
    carriedPages: isStored ? [] : [...pages],
    events,
    merges,
    isColdChanged: true,
  };
}

const groupsOf = ({ cold }: MergedProfile): string[] => Object.keys(cold.groups);

/** The keys whose pointers do not lead where their identifiers belong now. */
function movedPointers(drafts: readonly Draft[], { merged, keyOf }: Context): Map<string, string> {
  const roots = new Set(drafts.map(({ profile }) => profile.id));
  const wanted = drafts.flatMap(({ profile, cold }) =>
    (cold?.identifiers ?? []).map((identifier) => [keyOf(identifier), profile.id] as const),
  );
  const moved = new Map<string, string>();
  const endOf = (key: string): string => {
    const next = roots.has(key) ? undefined : (moved.get(key) ?? pointerOf(merged, key));
    return next === undefined ? key : endOf(next);
  };
  const isWrong = ([key, id]: (typeof wanted)[number]) => endOf(key) !== id;
  // moving one moves those that lead over it
  for (let wrong = wanted.find(isWrong); wrong !== undefined; wrong = wanted.find(isWrong))
    moved.set(...wrong);
  return moved;
}

function repointedFrom({ nodes }: MergedProfile, key: string): Repointed {
  const node = nodes.get(key);
  if (node?.status !== 'pointer') throw new Error(`identifier ${key} of a merged profile is no pointer`);
  return { key, from: node.to, erasedAt: node.erasedAt };
}

function pointerOf({ nodes }: MergedProfile, key: string): string | undefined {
  const node = nodes.get(key);
  return node?.status === 'pointer' ? node.to : undefined;
}
