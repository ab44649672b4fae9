import type { ListUploads } from '../definitions/list-upload.ts';
import type { OwnedIdentifier } from '../identity/identifier.ts';
import type { JourneyPosition } from '../journeys/entry.ts';
import type { ConsentStatus, Consents } from '../messaging/consent.ts';
import type { Facts } from '../segments/compile.ts';
import type { Window } from '../segments/windows/window.ts';
import type { BrandActivity } from './belonging/brands.ts';
import type { GroupCopies } from './belonging/group-copies.ts';
import type { JoinedGroups } from './belonging/joined-groups.ts';
import type { SeenSet } from './codec/seen.ts';
import type { Accumulators } from './computed/accumulators.ts';
import type { Effect } from './effect.ts';
import type { StampedTraits } from './traits.ts';

/** A profile's place in a segment. `since` undefined: it has left; `entry` counts how often it entered, and never restarts. */
export type Membership = { since: number | undefined; entry: number };

/** The hot part: what every fold reads and writes. Instants are epoch ms. */
export type Profile = {
  readonly id: string;
  /** 0 until first stored; every write adds one */
  version: number;
  /** the definitions version its windows and trait copy were built for */
  definitions: number;
  /** instant of the last evaluation; it never goes back, so clocks that disagree re-enter nobody */
  evaluatedAt: number;
  createdAt: number;
  firstSeen: number;
  lastSeen: number;
  /** whether it has a user id: such a profile survives a merge */
  isIdentified: boolean;
  /** short forms of the identifiers known to be its own (see linkOf) */
  links: Set<string>;
  seen: SeenSet;
  windows: Map<string, Window>;
  /** what computed traits need beside the windows */
  accumulators: Accumulators;
  /** copy of the traits that live segments mention */
  mentionedTraits: Record<string, unknown>;
  /** copy of what was said of the channels and topics that live segments mention */
  mentionedConsents: Record<string, ConsentStatus>;
  memberships: Map<string, Membership>;
  /** its latest run of each journey it ever entered */
  journeys: Map<string, JourneyPosition>;
  /** the latest upload of each list that names it */
  lists: ListUploads;
  /** what it did with each brand; empty where sources have none */
  brands: Map<string, BrandActivity>;
  /** of its groups, the traits that live segments mention */
  groupCopies: GroupCopies;
  /** the latest `context.locale`, with the timestamp it came at */
  locale: { value: string; at: number } | undefined;
  /** number of the last effect */
  effectNumber: number;
  /** what the write being prepared decided; replaced by each write */
  effects: Effect[];
  nextFlip: number | undefined;
  /** minute of the timer that is already armed */
  armedMinute: number | undefined;
  /** newest timeline chunks; several right after a merge */
  heads: string[];
  /** the cold part while it is small: an item of its own costs two write units whenever it changes */
  cold: ColdPart | undefined;
  /** of the cold part's own item; 0: it has none */
  coldVersion: number;
  /** when a life before this one was erased: what happened until then stays forgotten; epoch ms */
  erasedAt: number | undefined;
  /** entries into segments and journeys are counted on from the lives before */
  entriesBefore: number;
};

export type MergeRecord = {
  readonly at: number;
  readonly messageId: string;
  readonly rule: 'merged' | 'demoted' | 'capped' | 'apart' | 'split';
  /** ids of the profiles folded in or split off, or `type:value` of what a limit, a cap or a split kept out */
  readonly what: readonly string[];
  /** types of the identifiers that joined them, types that would be over their limit or a split put it apart from, or the cap; unknown of old records */
  readonly by?: readonly string[];
};

/** Ids of the profiles that a merge log says were folded in, once for each time. */
export const absorbedIn = (
  log: readonly { readonly rule: string; readonly what: readonly string[] }[],
): readonly string[] => log.flatMap(({ rule, what }) => (rule === 'merged' ? what : []));

/** The cold part: read only when traits or identifiers are in play. */
export type ColdPart = {
  version: number;
  identifiers: OwnedIdentifier[];
  traits: StampedTraits;
  groups: JoinedGroups;
  consents: Consents;
  /** push tokens and when each was last seen, epoch ms */
  devices: Record<string, number>;
  merges: number;
  mergeLog: MergeRecord[];
};

/** Both parts of a profile. */
export type Person = { readonly profile: Profile; readonly cold: ColdPart };

/** What segments and branches are asked about, from the hot part alone. */
export function factsOf({
  id: profileId,
  mentionedTraits: traits,
  mentionedConsents: consents,
  journeys,
  lists,
  windows,
  accumulators,
  brands,
  groupCopies,
  firstSeen,
  lastSeen,
}: Profile): Facts {
  const groups = [...groupCopies.values()].map((copy) => copy.traits);
  return {
    profileId,
    traits,
    consents,
    journeys,
    lists,
    windows,
    accumulators,
    brands,
    groups,
    firstSeen,
    lastSeen,
  };
}

export function newProfile(id: string, at: number, definitions: number): Profile {
  return {
    id,
    version: 0,
    definitions,
    evaluatedAt: 0,
    createdAt: at,
    firstSeen: at,
    lastSeen: at,
    isIdentified: false,
    links: new Set(),
    seen: { entries: new Map(), spilledUntil: 0 },
    windows: new Map(),
    accumulators: new Map(),
    mentionedTraits: {},
    mentionedConsents: {},
    memberships: new Map(),
    journeys: new Map(),
    lists: new Map(),
    brands: new Map(),
    groupCopies: new Map(),
    locale: undefined,
    effectNumber: 0,
    effects: [],
    nextFlip: undefined,
    armedMinute: undefined,
    heads: [],
    cold: undefined,
    coldVersion: 0,
    erasedAt: undefined,
    entriesBefore: 0,
  };
}

export function emptyColdPart(): ColdPart {
  return {
    version: 0,
    identifiers: [],
    traits: {},
    groups: {},
    consents: {},
    devices: {},
    merges: 0,
    mergeLog: [],
  };
}
