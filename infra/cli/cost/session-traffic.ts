import { seededRandom } from '../../local/faults/seeded-random.ts';
import { eventsPerMonth } from './projection.ts';
import { makeSession, type Visitor } from './session.ts';

const secondsPerMonth = 730 * 3_600;
const eventsPerSecond = Math.round(eventsPerMonth / secondsPerMonth);
// half of the visits are by people who were there before
const returning = 0.5;
export const knownVisitors: readonly Visitor[] = Array.from({ length: 300 }, (_, index) => ({
  anonymousId: `browser-${index}`,
  userId: `person-${index}`,
}));

type TrafficSecond = { readonly second: number; readonly events: readonly object[] };

/** The events of each second of a shop that has 100 million a month, without end: visits begin as others are on their way. */
export function* trafficSeconds(seed: number): Generator<TrafficSecond, never> {
  const visits = visitsOf(seededRandom(seed));
  const due = new Map<number, readonly object[]>();
  let planned = 0;
  for (let now = 0; ; now += 1) {
    while (planned < (now + 1) * eventsPerSecond)
      for (const { second, events } of visits.next().value) {
        due.set(now + second, [...(due.get(now + second) ?? []), ...events]);
        planned += events.length;
      }
    yield { second: now, events: due.get(now) ?? [] };
    due.delete(now);
  }
}

function* visitsOf(random: () => number): Generator<ReturnType<typeof makeSession>, never> {
  for (let visit = 0; ; visit += 1) {
    const known = random() < returning ? knownVisitors[visit % knownVisitors.length] : undefined;
    yield makeSession(known ?? { anonymousId: `browser-new-${visit}` }, random);
  }
}
