import { applyListUpload } from '../definitions/list-upload.ts';
import { applyConsentEvent, CONSENT_EVENT, consentStatuses } from '../messaging/consent.ts';
import { addActivity } from '../profiles/belonging/brands.ts';
import { uniteGroups } from '../profiles/belonging/joined-groups.ts';
import { factOf, observeFact } from '../profiles/observed.ts';
import type { Profile } from '../profiles/profile.ts';
import { applyTraits, plainTraits } from '../profiles/traits.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { applyJourneys, applyRunEnd } from './apply-journeys.ts';
import type { Draft } from './draft.ts';
import type { FoldContext } from './fold-state.ts';
import type { PreparedEvent } from './world.ts';

/** Applies one event that has not been seen: when, traits, groups, windows, journeys. Segments are evaluated once, after all events. */
export function applyEvent(draft: Draft, prepared: PreparedEvent, context: FoldContext): void {
  const { event, at } = prepared;
  draft.events.push(event);
  draft.profile.seen.entries.set(prepared.seenId, Math.floor(context.now / 60_000));
  draft.isChanged = true;
  if (event.event === CONSENT_EVENT) applyConsents(draft, prepared, context.compiled);
  if (event.source.kind === 'platform') {
    // what the platform writes back is history: beside these it must never feed the rules that made it
    draft.profile.lists = applyListUpload(draft.profile.lists, event);
    applyRunEnd(draft.profile, event);
    observeEvent(draft, event, context.compiled);
    return;
  }
  draft.profile.firstSeen = Math.min(draft.profile.firstSeen, at);
  draft.profile.lastSeen = Math.max(draft.profile.lastSeen, at);
  if (event.source.brand !== undefined)
    addActivity(draft.profile.brands, event.source.brand, { firstSeen: at, lastSeen: at, events: 1 });
  if (event.type === 'identify' && event.traits) applyIdentify(draft, prepared, context.compiled);
  if (prepared.group) applyGroup(draft, prepared.group, at);
  applyContext(draft, prepared);
  if (event.event === undefined) return;
  observeEvent(draft, event, context.compiled);
  applyJourneys(draft, prepared, context);
}

function observeEvent({ profile }: Draft, event: PreparedEvent['event'], compiled: CompiledSegments): void {
  const fact = factOf(event);
  if (fact !== undefined) observeFact(profile, compiled, fact);
}

function applyIdentify(draft: Draft, { event, at, seenId }: PreparedEvent, compiled: CompiledSegments): void {
  const cold = coldOf(draft);
  if (!applyTraits(cold.traits, event.traits ?? {}, [at, seenId])) return;
  draft.isColdChanged = true;
  copyMentioned(draft, compiled);
}

function applyGroup(draft: Draft, { key, id }: NonNullable<PreparedEvent['group']>, since: number): void {
  const cold = coldOf(draft);
  const known = cold.groups[key];
  if (known && known.since <= since) return;
  cold.groups = uniteGroups(cold.groups, { [key]: { id, since } });
  draft.isColdChanged = true;
}

function applyConsents(draft: Draft, { event }: PreparedEvent, compiled: CompiledSegments): void {
  const cold = coldOf(draft);
  const consents = applyConsentEvent(cold.consents, event);
  if (consents === cold.consents) return;
  cold.consents = consents;
  copyMentioned(draft, compiled);
  draft.isColdChanged = true;
}

/** The language of the person and the device that messages can go to. */
function applyContext(draft: Draft, { event, at, device }: PreparedEvent): void {
  const { profile } = draft;
  const locale = event.context?.locale;
  if (typeof locale === 'string') profile.locale = later(profile.locale, { value: locale.slice(0, 35), at });
  // a token that is known costs no read of the cold part
  if (!device || profile.links.has(device.link)) return;
  coldOf(draft).devices[device.token] = at;
  profile.links.add(device.link);
  draft.isColdChanged = true;
}

function coldOf({ cold }: Draft): NonNullable<Draft['cold']> {
  if (!cold) throw new Error('an event that changes the cold part came without it being loaded');
  return cold;
}

type Locale = NonNullable<Profile['locale']>;

/** The later of two; of one instant the greater, so that the order of arrival never matters. */
export function later(one: Locale | undefined, other: Locale): Locale {
  if (!one || other.at > one.at) return other;
  return other.at === one.at && other.value > one.value ? other : one;
}

/** Copies what live segments ask for to the hot part, so that evaluation needs no second read. */
export function copyMentioned({ profile, cold }: Draft, compiled: CompiledSegments): void {
  const all = plainTraits(cold?.traits ?? {});
  const mentioned = compiled.traits.filter((key) => Object.hasOwn(all, key)).map((key) => [key, all[key]]);
  profile.mentionedTraits = Object.fromEntries(mentioned);
  profile.mentionedConsents = consentStatuses(cold?.consents ?? {}, compiled.consents);
}
