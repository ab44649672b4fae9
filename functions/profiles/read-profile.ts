import type { LiveRules } from '../../shared/definitions/live-rules.ts';
import { normalizeIdentifier } from '../../shared/identity/kinds/index.ts';
import { type IdentityKey, nodeKey } from '../../shared/identity/node-key.ts';
import type { Consent } from '../../shared/messaging/consent.ts';
import type { Group } from '../../shared/profiles/belonging/group.ts';
import { computedAt } from '../../shared/profiles/computed/computed-at.ts';
import { decideMembershipsAt } from '../../shared/profiles/memberships/memberships-at.ts';
import { absorbedIn, type ColdPart, type Profile } from '../../shared/profiles/profile.ts';
import type { ProfileStore } from '../../shared/profiles/profile-store.ts';
import { plainTraits } from '../../shared/profiles/traits.ts';
import { type RfmAt, rfmAt } from '../../shared/segments/rfm/rfm-at.ts';
import { findPerson } from './find-root.ts';

export type ReadDependencies = {
  readonly profiles: ProfileStore;
  readonly loadRules: () => Promise<LiveRules>;
  readonly loadIdentityKey: () => Promise<IdentityKey>;
};

export type ReadQuery = { readonly type: string; readonly value: string };

/** The last word on one channel and topic; `*` stands for all topics of the channel. */
export type ConsentView = {
  readonly channel: string;
  readonly topic: string;
  readonly status: string;
  readonly at: string;
  readonly source: string;
  readonly text?: string;
};

/** `slips`: the group that follows when nothing more is bought; without one there are no scores any more. */
export type RfmView = {
  readonly recency: number;
  readonly frequency: number;
  readonly money: number;
  readonly group: string;
  readonly slips?: { readonly at: string; readonly group?: string };
};

export type ProfileView = {
  readonly profileId: string;
  readonly identifiers: readonly { type: string; value: string; since: string }[];
  readonly traits: Record<string, unknown>;
  readonly computed: Record<string, unknown>;
  /** absent when there are no scores */
  readonly rfm?: RfmView;
  readonly segments: readonly { id: string; since: string; until?: string }[];
  readonly consents: readonly ConsentView[];
  readonly journeys: readonly {
    id: string;
    entries: number;
    entryId: string;
    enteredAt: string;
    running: boolean;
  }[];
  readonly groups: readonly { id: string; since: string; traits: Record<string, unknown> }[];
  readonly brands: readonly { brand: string; firstSeen: string; lastSeen: string; events: number }[];
  readonly firstSeen: string;
  readonly lastSeen: string;
  readonly mergeLog: readonly {
    at: string;
    messageId: string;
    rule: string;
    what: readonly string[];
    by?: readonly string[];
  }[];
};

/** One profile by any identifier, as of `now`; undefined when nobody has it. An absorbed profile's id keeps resolving. */
export async function readProfile(
  dependencies: ReadDependencies,
  query: ReadQuery,
  now: Date,
): Promise<ProfileView | undefined> {
  const key = await keyOf(dependencies, query);
  const [person, rules] = await Promise.all([findPerson(dependencies, key), dependencies.loadRules()]);
  if (!person) return undefined;
  const { profile, cold } = person;
  const groups = await dependencies.profiles.loadGroups(Object.keys(cold.groups));
  return viewOf(profile, cold, { rules, groups, now: now.getTime() });
}

/** Every id the person ever had: the profile's own, and those of the profiles merged into it. */
export function profileIdsOf({
  profileId,
  mergeLog,
}: Pick<ProfileView, 'profileId' | 'mergeLog'>): readonly string[] {
  return [...new Set([profileId, ...absorbedIn(mergeLog)])];
}

async function keyOf({ loadIdentityKey }: ReadDependencies, { type, value }: ReadQuery): Promise<string> {
  if (type === 'id') return value;
  return nodeKey(await loadIdentityKey(), type, normalizeIdentifier(type, value) ?? value);
}

type At = {
  readonly rules: LiveRules;
  readonly groups: ReadonlyMap<string, Group>;
  readonly now: number;
};

export function viewOf(profile: Profile, cold: ColdPart, at: At): ProfileView {
  return {
    profileId: profile.id,
    identifiers: cold.identifiers.map(({ type, value, since }) => ({ type, value, since: iso(since) })),
    traits: plainTraits(cold.traits),
    computed: computedAt(profile, at.rules.compiled, at.now),
    ...rfmView(rfmAt(profile, at.rules.compiled, at.now)),
    segments: decideMembershipsAt(profile, at.rules.compiled, at.now).map(({ segment, since, until }) => ({
      id: segment,
      since: iso(since),
      ...(until === undefined ? {} : { until: iso(until) }),
    })),
    consents: Object.entries(cold.consents).map(consentView),
    journeys: [...profile.journeys].map(([id, position]) => ({
      id,
      ...position,
      enteredAt: iso(position.enteredAt),
    })),
    groups: Object.entries(cold.groups).map(([key, { id, since }]) => ({
      id,
      since: iso(since),
      traits: plainTraits(at.groups.get(key)?.traits ?? {}),
    })),
    brands: [...profile.brands].map(([brand, { firstSeen, lastSeen, events }]) => ({
      brand,
      firstSeen: iso(firstSeen),
      lastSeen: iso(lastSeen),
      events,
    })),
    firstSeen: iso(profile.firstSeen),
    lastSeen: iso(profile.lastSeen),
    mergeLog: cold.mergeLog.map((record) => ({ ...record, at: iso(record.at) })),
  };
}

function rfmView(found: RfmAt | undefined): { rfm?: RfmView } {
  if (found === undefined) return {};
  const { scores, group, next } = found;
  const slips = next && { at: iso(next.at), ...(next.group && { group: next.group }) };
  return { rfm: { ...scores, group, ...(slips && { slips }) } };
}

function consentView([scope, { message: _, at, ...consent }]: [scope: string, Consent]): ConsentView {
  const slash = scope.indexOf('/');
  return { channel: scope.slice(0, slash), topic: scope.slice(slash + 1), at: iso(at), ...consent };
}

function iso(instant: number): string {
  return new Date(instant).toISOString();
}
