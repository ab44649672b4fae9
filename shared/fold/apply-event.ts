import { applyTraits, plainTraits } from '../profiles/traits.ts';
import type { CompiledSegments } from '../segments/compile.ts';
import { observe } from '../segments/observe.ts';
import type { Draft } from './draft.ts';
import type { PreparedEvent } from './world.ts';

/** Applies one event that has not been seen: when, traits, groups, windows. Evaluation comes once, after all events. */
export function applyEvent(
  draft: Draft,
  prepared: PreparedEvent,
  context: { readonly compiled: CompiledSegments; readonly now: number },
): void {
  const { event, at } = prepared;
  draft.events.push(event);
  draft.profile.seen.entries.set(prepared.seenId, Math.floor(context.now / 60_000));
  draft.isChanged = true;
  // what the platform writes back is history only: it must never feed the rules that made it
  if (event.source.kind === 'platform') return;
  draft.profile.firstSeen = Math.min(draft.profile.firstSeen, at);
  draft.profile.lastSeen = Math.max(draft.profile.lastSeen, at);
  if (event.type === 'identify' && event.traits) applyIdentify(draft, prepared, context.compiled);
  if (event.type === 'group' && event.groupId) applyGroup(draft, event.groupId, at);
  if (event.event === undefined) return;
  const fact = { name: event.event, properties: event.properties ?? {}, at };
  draft.profile.windows = observe(draft.profile.windows, context.compiled, fact);
}

function applyIdentify(draft: Draft, { event, at, seenId }: PreparedEvent, compiled: CompiledSegments): void {
  if (!draft.cold) throw new Error('traits arrived but the cold part was not loaded');
  if (!applyTraits(draft.cold.traits, event.traits ?? {}, [at, seenId])) return;
  draft.isColdChanged = true;
  draft.profile.mentionedTraits = mentionedTraits(draft, compiled);
}

function applyGroup(draft: Draft, groupId: string, at: number): void {
  if (!draft.cold) throw new Error('a group arrived but the cold part was not loaded');
  const known = draft.cold.groups[groupId];
  if (known !== undefined && known <= at) return;
  draft.cold.groups[groupId] = at;
  draft.isColdChanged = true;
}

/** The traits that live segments ask for, copied to the hot part so that evaluation needs no second read. */
export function mentionedTraits(draft: Draft, compiled: CompiledSegments): Record<string, unknown> {
  const all = plainTraits(draft.cold?.traits ?? {});
  const mentioned = compiled.traits.filter((key) => Object.hasOwn(all, key)).map((key) => [key, all[key]]);
  return Object.fromEntries(mentioned);
}
