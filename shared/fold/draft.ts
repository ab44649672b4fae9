import type { StreamEvent } from '../../events/stream-event.ts';
import type { Repointed } from '../identity/long-pointers.ts';
import { isSameMessage, SEEN_MINUTES, spillOldest } from '../profiles/codec/seen.ts';
import { timerToArm } from '../profiles/memberships/timer.ts';
import type { ColdPart, Profile } from '../profiles/profile.ts';
import type { SeenPage } from './world.ts';

/** A profile being changed by a fold, with what its write must check and carry. Only the fold that opened it holds it. */
export type Draft = {
  readonly profile: Profile;
  /** present when traits or identifiers are in play */
  readonly cold: ColdPart | undefined;
  /** versions as loaded; 0 means the item must not exist yet */
  readonly loadedVersion: number;
  readonly loadedColdVersion: number;
  events: StreamEvent[];
  seenOnPages: Set<string>;
  carriedPages: SeenPage[];
  pointers: string[];
  absorbed: AbsorbedProfile[];
  isChanged: boolean;
  isColdChanged: boolean;
};

/** A stored root or tombstone that becomes a pointer; versions as loaded. */
export type AbsorbedProfile = {
  readonly id: string;
  readonly version: number;
  readonly coldVersion: number;
  /** what the key named before was erased then, and stays forgotten */
  readonly erasedAt?: number | undefined;
};

export function openDraft(profile: Profile, cold: ColdPart | undefined, pages: readonly SeenPage[]): Draft {
  return {
    profile,
    cold,
    loadedVersion: profile.version,
    loadedColdVersion: profile.coldVersion,
    events: [],
    seenOnPages: new Set(pages.flatMap((page) => [...page.entries.keys()])),
    carriedPages: [],
    pointers: [],
    absorbed: [],
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
  readonly cold: { readonly part: ColdPart; readonly expectedVersion: number } | undefined;
  /** keys that must not exist yet and become pointers to this profile */
  readonly pointers: readonly string[];
  readonly absorbed: readonly AbsorbedProfile[];
  /** pointers that led here over others */
  readonly repointed: readonly Repointed[];
  readonly pages: readonly SeenPage[];
  /** the events of this write, for the timeline chunk that follows `previousHeads` */
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
  const pages = [...draft.carriedPages];
  const spilled = spillOldest(profile.seen);
  if (spilled) pages.push({ entries: spilled, expiresAt: Math.ceil(now / 1_000) + PAGE_SECONDS });
  if (profile.seen.spilledUntil <= Math.floor(now / 60_000)) profile.seen.spilledUntil = 0;
  const timerMinute = timerToArm(profile, now);
  if (timerMinute !== undefined) profile.armedMinute = timerMinute;
  const previousHeads = profile.heads;
  // above every version that any of them had: what is stored under their ids stays older than what follows
  profile.version = Math.max(draft.loadedVersion, ...draft.absorbed.map(({ version }) => version)) + 1;
  return {
    profile,
    expectedVersion: draft.loadedVersion,
    cold: coldWrite(draft),
    pointers: draft.pointers,
    absorbed: draft.absorbed,
    repointed: [],
    pages,
    events: draft.events,
    previousHeads,
    timerMinute,
  };
}

function coldWrite({ profile, cold, loadedColdVersion, isColdChanged }: Draft): ProfileWrite['cold'] {
  if (!isColdChanged || !cold) return undefined;
  profile.coldVersion = loadedColdVersion + 1;
  cold.version = profile.coldVersion;
  return { part: cold, expectedVersion: loadedColdVersion };
}

export const MAX_TRANSACTION_ITEMS = 100;

/** How many items a write stores: a single one needs no transaction. */
export function itemsOf({ cold, pointers, absorbed, repointed, pages }: ProfileWrite): number {
  const rootAndCold = cold ? 2 : 1;
  return rootAndCold + pointers.length + absorbed.length * 2 + repointed.length + pages.length;
}
