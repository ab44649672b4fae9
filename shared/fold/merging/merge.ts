import { mergeLists } from '../../definitions/list-upload.ts';
import type { JourneyPosition } from '../../journeys/entry.ts';
import { mergeConsents } from '../../messaging/consent.ts';
import { addActivity } from '../../profiles/belonging/brands.ts';
import { mergeCopies } from '../../profiles/belonging/group-copies.ts';
import { uniteGroups } from '../../profiles/belonging/joined-groups.ts';
import { appendEffect } from '../../profiles/effect.ts';
import { mergeObserved } from '../../profiles/observed.ts';
import type { ColdPart, Membership, Profile } from '../../profiles/profile.ts';
import { mergeTraits } from '../../profiles/traits.ts';
import { later } from '../apply-event.ts';
import type { Draft } from '../draft.ts';
import type { SeenPage } from '../world.ts';
import { packState } from './prior-states.ts';

/** The order in which profiles survive a merge: identified first, then the oldest, then by key. It is total, so racing merges agree. */
export function compareSurvivors(a: Profile, b: Profile): number {
  if (a.isIdentified !== b.isIdentified) return a.isIdentified ? -1 : 1;
  return a.createdAt - b.createdAt || (a.id < b.id ? -1 : 1);
}

type Merge = {
  readonly at: number;
  readonly messageId: string;
  /** types of the identifiers that joined them */
  readonly by: readonly string[];
  readonly pages: readonly SeenPage[];
};

/** Folds `absorbed` into `survivor`. Every part is a union, so the order of merges does not show in the result. */
export function mergeDrafts(survivor: Draft, absorbed: Draft, merge: Merge): void {
  if (!survivor.cold || !absorbed.cold) throw new Error('a merge needs the cold part of both profiles');
  survivor.merges.push(...absorbed.merges, {
    survivor: packState({ profile: survivor.profile, cold: survivor.cold }),
    absorbed: packState({ profile: absorbed.profile, cold: absorbed.cold }),
  });
  mergeHot(survivor.profile, absorbed.profile, merge.at);
  mergeCold(survivor.cold, absorbed.cold);
  survivor.cold.mergeLog.push({
    at: merge.at,
    messageId: merge.messageId,
    rule: 'merged',
    what: [absorbed.profile.id],
    by: merge.by,
  });
  survivor.events.push(...absorbed.events);
  survivor.carriedPages.push(...absorbed.carriedPages, ...merge.pages);
  for (const id of absorbed.seenOnPages) survivor.seenOnPages.add(id);
  survivor.pointers.push(...absorbed.pointers);
  survivor.absorbed.push(...absorbed.absorbed);
  if (absorbed.loadedVersion === 0) survivor.pointers.push(absorbed.profile.id);
  else
    survivor.absorbed.push({
      id: absorbed.profile.id,
      version: absorbed.loadedVersion,
      coldVersion: absorbed.loadedColdVersion,
      erasedAt: absorbed.profile.erasedAt,
      groups: absorbed.loadedGroups,
    });
  survivor.answered = undefined;
  survivor.isChanged = true;
  survivor.isColdChanged = true;
}

function mergeHot(into: Profile, from: Profile, at: number): void {
  into.effectNumber = Math.max(into.effectNumber, from.effectNumber);
  into.entriesBefore = Math.max(into.entriesBefore, from.entriesBefore);
  into.evaluatedAt = Math.max(into.evaluatedAt, from.evaluatedAt);
  into.createdAt = Math.min(into.createdAt, from.createdAt);
  into.firstSeen = Math.min(into.firstSeen, from.firstSeen);
  into.lastSeen = Math.max(into.lastSeen, from.lastSeen);
  into.isIdentified ||= from.isIdentified;
  for (const link of from.links) into.links.add(link);
  for (const [id, minute] of from.seen.entries)
    into.seen.entries.set(id, Math.max(minute, into.seen.entries.get(id) ?? 0));
  into.seen.spilledUntil = Math.max(into.seen.spilledUntil, from.seen.spilledUntil);
  mergeObserved(into, from);
  into.heads = [...into.heads, ...from.heads];
  // decided in this very fold and not yet written: the survivor's write carries them
  for (const { number: _, ...effect } of from.effects) appendEffect(into, effect);
  for (const [brand, activity] of from.brands) addActivity(into.brands, brand, activity);
  into.groupCopies = mergeCopies(into.groupCopies, from.groupCopies);
  into.lists = mergeLists(into.lists, from.lists);
  if (from.locale) into.locale = later(into.locale, from.locale);
  for (const [journey, position] of from.journeys) unitePosition(into, { journey, position, at });
  for (const [segment, membership] of from.memberships)
    moveMembership(into, { segment, membership, from: from.id, at });
}

type Moved = { segment: string; membership: Membership; from: string; at: number };

/** Memberships unite without effect on the person: earliest `since`, highest entry number. */
function moveMembership(into: Profile, { segment, membership, from, at }: Moved): void {
  const own = into.memberships.get(segment);
  const entry = Math.max(own?.entry ?? into.entriesBefore, membership.entry);
  const since = earliest(own?.since, membership.since);
  into.memberships.set(segment, { since, entry });
  if (membership.since === undefined || since === undefined) return;
  appendEffect(into, { kind: 'moved', segment, entry, at, from, since });
}

function earliest(a: number | undefined, b: number | undefined): number | undefined {
  if (a === undefined) return b;
  return b === undefined ? a : Math.min(a, b);
}

type Position = { journey: string; position: JourneyPosition; at: number };

/** Nobody is welcomed twice for signing in: of two runs of the same journey the older goes on. */
function unitePosition(into: Profile, { journey, position, at }: Position): void {
  const own = into.journeys.get(journey);
  if (!own) {
    into.journeys.set(journey, { ...position, entries: Math.max(position.entries, into.entriesBefore) });
    return;
  }
  const [first, second] = compareRuns(own, position) <= 0 ? [own, position] : [position, own];
  const entries = Math.max(own.entries, position.entries);
  if (first.running && second.running)
    appendEffect(into, { kind: 'run-ended', journey, entryId: second.entryId, at, reason: 'merged' });
  // the one that still runs is kept; when none does, the later one counts for re-entry
  const kept = first.running ? first : second;
  into.journeys.set(journey, { ...kept, entries });
}

function compareRuns(a: JourneyPosition, b: JourneyPosition): number {
  return a.enteredAt - b.enteredAt || (a.entryId < b.entryId ? -1 : 1);
}

function mergeCold(into: ColdPart, from: ColdPart): void {
  mergeTraits(into.traits, from.traits);
  for (const identifier of from.identifiers) {
    const known = into.identifiers.findIndex(
      (own) => own.type === identifier.type && own.value === identifier.value,
    );
    if (known === -1) into.identifiers.push(identifier);
  }
  into.groups = uniteGroups(into.groups, from.groups);
  into.consents = mergeConsents(into.consents, from.consents);
  for (const [token, at] of Object.entries(from.devices))
    into.devices[token] = Math.max(at, into.devices[token] ?? 0);
  into.merges += from.merges + 1;
  into.mergeLog.push(...from.mergeLog);
}
