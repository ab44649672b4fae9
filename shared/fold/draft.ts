import type { StreamEvent } from '../../events/stream-event.ts';
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

/** A stored root that becomes a pointer; versions as loaded. */
export type AbsorbedProfile = { readonly id: string; readonly version: number; readonly coldVersion: number };

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

export function hasSeen(draft: Draft, seenId: string): boolean {
  return draft.profile.seen.entries.has(seenId) || draft.seenOnPages.has(seenId);
}
