import { type PlatformEventName, platformEvent } from '../../events/platform.ts';
import type { StreamEvent } from '../../events/stream-event.ts';
import type { Effect } from './effect.ts';

/** One profile's place in a segment as the index lists it; instants are epoch ms. `exitedAt` marks one that left. */
export type MembershipRow = {
  readonly segment: string;
  readonly profileId: string;
  readonly since: number;
  readonly entry: number;
  /** rows are only written over smaller numbers */
  readonly effectNumber: number;
  readonly exitedAt?: number;
};

/** The port to the list of members; putting an older effect than the stored one changes nothing. */
export type MembershipIndex = { put(row: MembershipRow): Promise<void> };

/** What one effect of a profile asks for. Everything is named after the effect, so repeats meet what they did before. */
export type Reaction = { readonly rows: readonly MembershipRow[]; readonly events: readonly StreamEvent[] };

export function reactTo(profileId: string, effect: Effect): Reaction {
  switch (effect.kind) {
    case 'run-began':
      return { rows: [], events: [runEvent(profileId, effect)] };
    case 'run-ended':
      return { rows: [], events: [] };
    default:
      return reactToMembership(profileId, effect);
  }
}

/** What the effects of a write have to tell. The chunk of that very write holds it; the stream carries a copy to everybody else. */
export function eventsOf(profileId: string, effects: readonly Effect[]): StreamEvent[] {
  return effects.flatMap((effect) => reactTo(profileId, effect).events);
}

// what tells profile ids apart, of the 100 characters that an id may have
const DIGEST_CHARACTERS = 22;

const OF_WRITES: readonly string[] = [
  'Segment Entered',
  'Segment Exited',
  'Journey Started',
] satisfies PlatformEventName[];

/** Whether the write of a profile told it: on the stream it is a copy of what the timeline holds. */
export function isToldByWrite({ source, event = '' }: StreamEvent): boolean {
  return source.kind === 'platform' && OF_WRITES.includes(event);
}

type MembershipEffect = Extract<Effect, { segment: string }>;

function reactToMembership(profileId: string, effect: MembershipEffect): Reaction {
  const { segment, entry, at, number: effectNumber } = effect;
  const row = { segment, profileId, since: at, entry, effectNumber };
  switch (effect.kind) {
    case 'entered':
      return { rows: [row], events: [segmentEvent('Segment Entered', profileId, effect)] };
    case 'exited':
      return {
        rows: [{ ...row, exitedAt: at }],
        events: [segmentEvent('Segment Exited', profileId, effect)],
      };
    case 'moved': {
      const { from, since } = effect;
      const left = from === undefined ? [] : [{ ...row, profileId: from, exitedAt: at }];
      return { rows: [{ ...row, since }, ...left], events: [] };
    }
  }
}

/** The end of a run is said by whoever ends it: the run store. */
function runEvent(profileId: string, effect: Extract<Effect, { kind: 'run-began' }>): StreamEvent {
  const { journey, entryId, version, at } = effect;
  return platformEvent({
    name: 'Journey Started',
    profileId,
    properties: { journey, entryId, version },
    messageId: `run-began-${entryId}`,
    at: new Date(at).toISOString(),
  });
}

function segmentEvent(
  name: 'Segment Entered' | 'Segment Exited',
  profileId: string,
  effect: MembershipEffect,
): StreamEvent {
  const { segment, entry, at, kind, number } = effect;
  return platformEvent({
    name,
    profileId,
    properties: { segment, entry },
    // not the entry: one that this profile has left may come back with a merge and be left once more
    messageId: `${kind}-${number}-${profileId.slice(-DIGEST_CHARACTERS)}`,
    at: new Date(at).toISOString(),
  });
}
