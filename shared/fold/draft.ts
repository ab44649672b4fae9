import type { StreamEvent } from '../../events/stream-event.ts';
import type { Repointed } from '../identity/long-pointers.ts';
import { bytesBeyondUnits } from '../profiles/codec/hot-codec.ts';
import { isSameMessage, SEEN_MINUTES, spillOldest } from '../profiles/codec/seen.ts';
import { timerToArm } from '../profiles/memberships/timer.ts';
import type { ColdPart, Profile } from '../profiles/profile.ts';
import { eventsOf } from '../profiles/react.ts';
import type { Facts } from '../segments/compile.ts';
import { type KeptMerges, keepMerges, type PriorStates } from './merging/prior-states.ts';
import type { SeenPage } from './world.ts';

/** A profile being changed by a fold, with what its write must check and carry. Only the fold that opened it holds it. */
export type Draft = {
  readonly profile: Profile;
  /** present when traits or identifiers are in play */
  readonly cold: ColdPart | undefined;
  /** versions as loaded; 0 means the item must not exist yet */
  readonly loadedVersion: number;
  readonly loadedColdVersion: number;
  /** keys of the groups that list it as a member */
  readonly loadedGroups: readonly string[];
  events: StreamEvent[];
  seenOnPages: Set<string>;
  carriedPages: SeenPage[];
  pointers: string[];
  absorbed: AbsorbedProfile[];
  /** both sides of each merge, as they were before it */
  merges: PriorStates[];
  /** the facts that its memberships and next flip are an answer to; undefined: they must all be asked again */
  answered: Facts | undefined;
  isChanged: boolean;
  isColdChanged: boolean;
};

/** A stored root or tombstone that becomes a pointer; versions and groups as loaded. */
export type AbsorbedProfile = {
  readonly id: string;
  readonly version: number;
  readonly coldVersion: number;
  readonly groups: readonly string[];
  /** what the key named before was erased then, and stays forgotten */
  readonly erasedAt?: number | undefined;
};

/** One profile in the list of a group's members. */
export type GroupMember = { readonly key: string; readonly profileId: string };

export function openDraft(profile: Profile, cold: ColdPart | undefined, pages: readonly SeenPage[]): Draft {
  return {
    profile,
    cold,
    loadedVersion: profile.version,
    loadedColdVersion: profile.coldVersion,
    loadedGroups: Object.keys(cold?.groups ?? {}),
    events: [],
    seenOnPages: new Set(pages.flatMap((page) => [...page.entries.keys()])),
    carriedPages: [],
    pointers: [],
    absorbed: [],
    merges: [],
    answered: undefined,
    isChanged: false,
    isColdChanged: false,
  };
}

/** Whether a profile knows an event: not at all, as the same one, or as another one with its messageId. */
export function recogniseEvent(
  { profile, seenOnPages }: Draft,
  seenId: string,
): 'new' | 'repeated' | 'conflicting' {
  const known = [profile.seen.entries, seenOnPages];
  if (known.some((ids) => ids.has(seenId))) return 'repeated';
  for (const ids of known) for (const id of ids.keys()) if (isSameMessage(id, seenId)) return 'conflicting';
  return 'new';
}

/** Everything one profile's write carries; stored together or not at all, timeline chunk and timer before it. */
export type ProfileWrite = {
  /** the next state, `version` already raised */
  readonly profile: Profile;
  /** version the stored root must still have; 0: it must not exist */
  readonly expectedVersion: number;
  /** where its node leads until this makes it a root again: a split's check instead of the version */
  readonly pointedTo?: string | undefined;
  readonly cold: { readonly part: ColdPart; readonly expectedVersion: number } | undefined;
  /** keys that must not exist yet and become pointers to this profile */
  readonly pointers: readonly string[];
  readonly absorbed: readonly AbsorbedProfile[];
  /** pointers that led here over others */
  readonly repointed: readonly Repointed[];
  readonly pages: readonly SeenPage[];
  /** keys of the groups it is listed in from now on */
  readonly joined: readonly string[];
  /** who is no longer listed: the absorbed */
  readonly left: readonly GroupMember[];
  /** what its merges can be undone from */
  readonly merges: KeptMerges | undefined;
  /** the events of this write and what it tells itself, for the timeline chunk that follows `previousHeads` */
  readonly events: readonly StreamEvent[];
  readonly previousHeads: readonly string[];
  /** epoch minute of the timer to put, if one is needed */
  readonly timerMinute: number | undefined;
};

// pages outlive the time in which their entries matter: TTL deletes late and by the second
const PAGE_SECONDS = 8 * 86_400;
// writers' clocks may disagree
const CLOCK_SECONDS = 3_600;

/** The expiry, in epoch seconds, of the oldest page whose entries still matter at `now`: it was written when they were new. */
export function oldestPageExpiry(now: number): number {
  return Math.floor(now / 1_000) + PAGE_SECONDS - SEEN_MINUTES * 60 - CLOCK_SECONDS;
}

/** Turns a finished draft into its write: versions rise, old dedup entries spill, the timer is armed. */
export function writeOf(draft: Draft, now: number): ProfileWrite {
  const { profile } = draft;
  const cold = coldWrite(draft);
  const pages = [...draft.carriedPages];
  // with a cold part in it the item is one unit, as was just seen
  const spilled = spillOldest(profile.seen, () => (profile.cold ? 0 : bytesBeyondUnits(profile)));
  if (spilled) pages.push({ entries: spilled, expiresAt: Math.ceil(now / 1_000) + PAGE_SECONDS });
  if (profile.seen.spilledUntil <= Math.floor(now / 60_000)) profile.seen.spilledUntil = 0;
  const timerMinute = timerToArm(profile, now);
  if (timerMinute !== undefined) profile.armedMinute = timerMinute;
  const previousHeads = profile.heads;
  // above every version that any of them had: what is stored under their ids stays older than what follows
  profile.version = Math.max(draft.loadedVersion, ...draft.absorbed.map(({ version }) => version)) + 1;
  const write = {
    profile,
    expectedVersion: draft.loadedVersion,
    cold,
    pointers: draft.pointers,
    absorbed: draft.absorbed,
    repointed: [],
    pages,
    joined: [],
    left: [],
    merges: keepMerges(draft.merges, now),
    events: [...draft.events, ...eventsOf(profile.id, profile.effects)],
    previousHeads,
    timerMinute,
  };
  return { ...write, ...memberRows(draft, MAX_TRANSACTION_ITEMS - itemsOf(write)) };
}

/** A small cold part is written with the root, until both no longer fit one write unit: then it is an item of its own for good. */
function coldWrite({ profile, cold, loadedColdVersion, isColdChanged }: Draft): ProfileWrite['cold'] {
  const isApart = loadedColdVersion > 0;
  if (!cold || (isApart && !isColdChanged)) return undefined;
  profile.cold = isApart ? undefined : cold;
  profile.coldVersion = loadedColdVersion;
  if (!isApart && bytesBeyondUnits(profile) === 0) return undefined;
  profile.cold = undefined;
  profile.coldVersion = loadedColdVersion + 1;
  cold.version = profile.coldVersion;
  return { part: cold, expectedVersion: loadedColdVersion };
}

function memberRows(
  { profile, cold, loadedGroups, absorbed, isColdChanged }: Draft,
  room: number,
): Pick<ProfileWrite, 'joined' | 'left'> {
  if (!cold || !isColdChanged) return { joined: [], left: [] };
  const joined = Object.keys(cold.groups).filter((key) => !loadedGroups.includes(key));
  const given = loadedGroups.filter((key) => !Object.hasOwn(cold.groups, key));
  const left = [
    ...given.map((key) => ({ key, profileId: profile.id })),
    ...absorbed.flatMap(({ id, groups }) => groups.map((key) => ({ key, profileId: id }))),
  ];
  if (joined.length + left.length <= room) return { joined, left };
  // the rows of the absorbed may stay: what is said to them reaches the survivor
  return { joined: joined.filter((key) => !left.some((row) => row.key === key)), left: [] };
}

export const MAX_TRANSACTION_ITEMS = 100;

/** How many items a write stores: a single one needs no transaction. */
export function itemsOf(write: ProfileWrite): number {
  const { cold, pointers, absorbed, repointed, pages, joined, left, merges } = write;
  const rootAndCold = cold ? 2 : 1;
  const others = [pointers, absorbed, absorbed, repointed, pages, joined, left, merges?.slices ?? []];
  return others.reduce((items, { length }) => items + length, rootAndCold);
}
