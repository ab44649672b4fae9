import type { StreamEvent } from '../../../../../events/stream-event.ts';

/** The identifiers an event carries as a person would read them off it. */
export function identifiersIn({ userId, anonymousId, previousId, traits }: StreamEvent): string[] {
  return [
    userId && `user_id:${userId}`,
    anonymousId && `anonymous_id:${anonymousId}`,
    previousId && `anonymous_id:${previousId}`,
    typeof traits?.email === 'string' && `email:${traits.email}`,
  ].filter((identifier) => typeof identifier === 'string');
}

/** Who is who when no limit is in play: everything that was ever named together, each set sorted. */
export function naiveIdentities(events: Iterable<StreamEvent>): string[][] {
  let sets: Set<string>[] = [];
  for (const event of events) {
    const named = identifiersIn(event);
    const isTouched = (set: Set<string>) => named.some((identifier) => set.has(identifier));
    const joined = new Set([...sets.filter(isTouched).flatMap((set) => [...set]), ...named]);
    sets = [...sets.filter((set) => !isTouched(set)), joined];
  }
  return sets.filter((set) => set.size > 0).map((set) => [...set].sort());
}
