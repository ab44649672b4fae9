import { applyRunEnd } from '../../fold/apply-journeys.ts';
import { foldEvents } from '../../fold/fold.ts';
import type { FoldContext } from '../../fold/fold-state.ts';
import type { LoadedNode, PreparedEvent } from '../../fold/world.ts';
import { emptyColdPart, newProfile, type Person, type Profile } from '../profile.ts';

type Replayed = { readonly person: Person; readonly events: readonly PreparedEvent[] };

/**
 * Somebody as the events make them that had come by `context.now`, in the order they came; undefined when there is none. Whose they are
 * is not asked again, and of groups what they say today counts: their own history is in no timeline.
 */
export function personAt({ person, events }: Replayed, context: FoldContext): Person | undefined {
  const [first] = events;
  if (first === undefined) return undefined;
  const { id, isIdentified, groupCopies } = person.profile;
  const profile = { ...newProfile(id, first.at, context.number), isIdentified, groupCopies };
  const cold = emptyColdPart();
  const world = {
    nodes: new Map<string, LoadedNode>([[id, { status: 'root', profile }]]),
    cold: new Map([[id, cold]]),
    pages: new Map(),
    history: new Map(),
    groups: new Map(),
  };
  const identifiers = [{ type: 'profile_id', value: id, key: id }];
  foldEvents(
    world,
    events.map((event) => ({ ...event, identifiers })),
    { ...context, journeys: [] },
  );
  for (const { event } of events) followRun(profile, event);
  return { profile, cold };
}

/** Runs began and ended as the platform told; they are not decided anew. */
function followRun(profile: Profile, event: PreparedEvent['event']): void {
  if (event.source.kind !== 'platform') return;
  if (event.event === 'Journey Started') {
    const journey = String(event.properties?.journey);
    const entryId = String(event.properties?.entryId);
    const entries = (profile.journeys.get(journey)?.entries ?? 0) + 1;
    profile.journeys.set(journey, {
      entries,
      entryId,
      enteredAt: Date.parse(event.timestamp),
      running: true,
    });
  }
  applyRunEnd(profile, event);
}
