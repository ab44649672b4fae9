import type { StreamEvent } from '../../events/stream-event.ts';
import {
  decideEntry,
  type Entry,
  matchesEntryEvent,
  matchesEntrySegment,
  matchesExitEvent,
} from '../journeys/entry.ts';
import type { LiveJourney } from '../journeys/live-journey.ts';
import { entryIdOf } from '../journeys/run-name.ts';
import { appendEffect, type Effect } from '../profiles/effect.ts';
import { factsOf, type Profile } from '../profiles/profile.ts';
import { exactInstants } from '../segments/windows/window.ts';
import type { Draft } from './draft.ts';
import type { FoldContext } from './fold-state.ts';
import type { PreparedEvent } from './world.ts';

/** Lets the profile into the journeys that the event opens and ends the runs it closes. Exits come first: an event may do both. */
export function applyJourneys({ profile }: Draft, prepared: PreparedEvent, context: FoldContext): void {
  const { event, at } = prepared;
  if (event.event === undefined) return;
  const fact = { name: event.event, properties: event.properties ?? {} };
  const { timezone } = context.compiled;
  for (const live of context.journeys) {
    if (matchesExitEvent(live.journey, fact, timezone))
      endRun(profile, live, { at, message: event.messageId });
    if (!matchesEntryEvent(live.journey, fact, timezone)) continue;
    // events arrive in any order: an exit that happened later is known by now
    if (lastExit(profile, live) > at) continue;
    const isIn = askedAt(Math.max(context.now, profile.evaluatedAt), profile, context);
    const known = { entryAt: at, now: context.now, properties: fact.properties, isIn };
    enter(profile, live, { ...known, message: event.messageId });
  }
}

/** Lets the profile into the journeys that wait for the segments it has just entered or exited. */
export function enterBySegments(profile: Profile, effects: readonly Effect[], context: FoldContext): void {
  for (const effect of effects) {
    if (effect.kind !== 'entered' && effect.kind !== 'exited') continue;
    if (effect.backfill) continue;
    const on = effect.kind === 'entered' ? 'enter' : 'exit';
    const isIn = askedAt(effect.at, profile, context);
    for (const live of context.journeys) {
      if (matchesEntrySegment(live.journey, { segment: effect.segment, on }))
        enter(profile, live, { entryAt: effect.at, now: context.now, isIn });
    }
  }
}

/** Ends the runs whose exit event one side of a merge already knew, as if both had been one person all along. */
export function endExitedRuns(profile: Profile, context: FoldContext): void {
  for (const live of context.journeys) {
    const position = profile.journeys.get(live.journey.id);
    const exitedAt = position?.running ? lastExit(profile, live) : Number.NEGATIVE_INFINITY;
    if (position && exitedAt > position.enteredAt) endRun(profile, live, { at: exitedAt });
  }
}

/** Notes that a run is over, so that a journey that runs once at a time may be entered again. */
export function applyRunEnd(profile: Profile, { event, properties }: StreamEvent): void {
  if (event !== 'Journey Ended') return;
  const journey = String(properties?.journey);
  const position = profile.journeys.get(journey);
  if (position && position.entryId === properties?.entryId) {
    const completed = properties?.status === 'completed' ? { completed: true } : {};
    profile.journeys.set(journey, { ...position, running: false, ...completed });
  }
}

/** Asks segments of what is known of the profile by now: its memberships are those from before this write. */
function askedAt(instant: number, profile: Profile, { compiled }: FoldContext): Entry['isIn'] {
  // few entries ask, so the facts are put together for those alone
  return (id, values) => compiled.isIn({ id, values }, factsOf(profile), instant);
}

function enter(
  profile: Profile,
  { journey, version }: LiveJourney,
  { message, ...entry }: Entry & { readonly message?: string },
): void {
  const position = profile.journeys.get(journey.id);
  if (!decideEntry(position, journey, entry).enter) return;
  const { entryAt: at } = entry;
  const entries = (position?.entries ?? profile.entriesBefore) + 1;
  const entryId = entryIdOf(journey.id, profile.id, entries);
  profile.journeys.set(journey.id, { entries, entryId, enteredAt: at, running: true });
  appendEffect(profile, {
    kind: 'run-began',
    journey: journey.id,
    version,
    entryId,
    at,
    ...(message ? { message } : {}),
  });
}

type Exit = { readonly at: number; readonly message?: string };

function endRun(profile: Profile, { journey }: LiveJourney, { at, message }: Exit): void {
  const position = profile.journeys.get(journey.id);
  // an exit that happened before the entry says nothing about it
  if (!position?.running || at < position.enteredAt) return;
  profile.journeys.set(journey.id, { ...position, running: false });
  const cause = message === undefined ? {} : { message };
  const { entryId } = position;
  appendEffect(profile, {
    kind: 'run-ended',
    journey: journey.id,
    entryId,
    at,
    ...cause,
    reason: 'exit-event',
  });
}

function lastExit(profile: Profile, { exitWindows }: LiveJourney): number {
  const instants = exitWindows.flatMap((key) => exactInstants(profile.windows.get(key)));
  return Math.max(Number.NEGATIVE_INFINITY, ...instants);
}
