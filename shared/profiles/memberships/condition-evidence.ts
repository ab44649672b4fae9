import type { CompiledSegments } from '../../segments/compile.ts';
import { measuredIn, namingIn, subjectOf, withinOf } from '../../segments/conditions/index.ts';
import type { Condition } from '../../segments/definition.ts';
import { calendarIn } from '../../segments/values/calendar.ts';
import { durationOf } from '../../segments/values/expected.ts';
import { UNITS } from '../../segments/values/number.ts';
import {
  type EventSource,
  type Reading,
  readingOf,
  type Sighting,
  sourcesIn,
} from '../../segments/windows/event-sources.ts';
import { propertyOf } from '../../segments/windows/observe.ts';
import { rowsOf } from '../../segments/windows/tally.ts';
import { countsWithin } from '../computed/course.ts';
import { factOf } from '../observed.ts';
import { factsOf, type Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type EventReference, referenceTo } from '../timeline/event-reference.ts';
import { decidingOf } from '../timeline/explain-computed.ts';
import { explainTrait, mayExplainTrait } from '../timeline/explain-trait.ts';

/** What counts of some events as the profile keeps it: how many, and the sum of a property. */
export type Counted = {
  readonly event: string;
  readonly count: number;
  readonly of?: string;
  readonly sum?: number;
};

/** An event that the answer rests on, with the property that is measured. */
export type Evidence = EventReference & { readonly value?: unknown };

/** A condition without others inside it, the events it may rest on and what it compares of them, if it does. */
export type Leaf = {
  readonly condition: Condition;
  readonly sources: readonly EventSource[];
  readonly measured: readonly Reading[];
  /** of two events the one that the answer rests on, where it rests on one */
  readonly decides?: Reading['decides'];
};

/** `compiled` holds nothing but what is kept for the condition. */
export function leafIn(condition: Condition, compiled: CompiledSegments): Leaf {
  const calendar = calendarIn(compiled.timezone);
  const measured = measuredIn(condition).map((one) => readingOf(one, calendar));
  if (measured.length > 0) {
    const decides = measured.length === 1 ? measured[0]?.decides : undefined;
    return { condition, measured, decides, sources: measured.flatMap(({ sources }) => sources) };
  }
  const [computed] = compiled.computed.values();
  const within = withinOf(condition);
  const span = within === undefined ? undefined : { within: durationOf(within), calendar };
  const sources = sourcesIn(compiled, ({ horizonMs = Infinity }) => {
    if (computed !== undefined) return computed.evidence.counts;
    return (at, now) => (span ? countsWithin(at, now, span) : at <= now && now - at < horizonMs);
  });
  return {
    condition,
    measured,
    decides: computed?.evidence.decides,
    sources: sources.map(namedBy(namingIn(condition))),
  };
}

/** What an event is about, in the place of what is measured of it. */
function namedBy(path: string | undefined): (source: EventSource) => EventSource {
  if (path === undefined) return (source) => source;
  return (source) => ({
    ...source,
    sightingIn: (fact) => {
      const sighting = source.sightingIn(fact);
      return sighting && { ...sighting, value: propertyOf(path, fact) };
    },
  });
}

/** Whether an event may be evidence for the condition at one time or another. */
export function mayBeEvidence(leaf: Leaf, person: Person): (event: TimelineEvent) => boolean {
  const subject = subjectOf(leaf.condition, factsOf(person.profile));
  const pointers = pointersOf(subject?.trait);
  return (event) =>
    foundIn(leaf.sources, event) !== undefined ||
    pointers.some((pointer) => mayExplainTrait(pointer, event)) ||
    subject?.saidBy?.(event) !== undefined;
}

/** What of the events counts at the instant. */
export function countedFor({ sources }: Leaf, { profile }: Person, at: number): readonly Counted[] {
  return sources.flatMap(({ window, event, of, counts }) => {
    if (window === undefined) return [];
    const kept = rowsOf(profile.windows.get(window)).filter(
      (tally) => tally.at <= at && counts(tally.at, at),
    );
    const count = kept.reduce((total, tally) => total + tally.count, 0);
    const sum = kept.reduce((total, tally) => total + tally.sum, 0) / UNITS;
    return [{ event, count, ...(of === undefined ? {} : { of, sum }) }];
  });
}

/** What is compared of the events: a number, or one divided by another; undefined: nothing is, or there is none. */
export function measuredFor({ measured }: Leaf, { profile }: Person, at: number): unknown {
  const [one, other] = measured.map(({ read }) => read(factsOf(profile), at));
  if (measured.length < 2) return one;
  return typeof one === 'number' && typeof other === 'number' && other !== 0 ? one / other : undefined;
}

type Known = {
  readonly person: Person;
  readonly events: readonly TimelineEvent[];
  readonly at: number;
  /** the short form of a message in the stamps of traits */
  messageOf(event: TimelineEvent): string;
};

/** The events that the answer rests on, newest first. */
export function evidenceFor(leaf: Leaf, { person, events, at, messageOf }: Known): readonly Evidence[] {
  const subject = subjectOf(leaf.condition, factsOf(person.profile));
  const settings = pointersOf(subject?.trait).flatMap(
    (pointer) => explainTrait(pointer, { traits: person.cold.traits, events, messageOf }).winning,
  );
  const found = events.flatMap((event) => {
    const sighting = foundIn(leaf.sources, event, at);
    return sighting === undefined ? [] : [{ event, ...sighting }];
  });
  const deciding = decidingOf(found, leaf);
  const counted = (deciding === undefined ? found : [deciding]).map(({ event, seen, ...value }) => ({
    ...referenceTo(event),
    ...value,
  }));
  const said = events.flatMap((event) => {
    const value = subject?.saidBy?.(event);
    return value === undefined ? [] : [{ ...referenceTo(event), value }];
  });
  const telling = subject?.isLastWord ? newestFirst(said).slice(0, 1) : said;
  const setting = settings.flatMap(({ event, value }) => (event === undefined ? [] : [{ ...event, value }]));
  return newestFirst([...counted, ...telling, ...setting]);
}

/** What is measured of an event that counts, at the instant or at any. */
function foundIn(sources: readonly EventSource[], event: TimelineEvent, at?: number): Sighting | undefined {
  const fact = factOf(event);
  if (fact === undefined) return undefined;
  for (const { sightingIn, counts } of sources) {
    const found = at === undefined || counts(fact.at, at) ? sightingIn(fact) : undefined;
    if (found !== undefined) return found;
  }
  return undefined;
}

const newestFirst = (evidence: readonly Evidence[]): readonly Evidence[] =>
  evidence.toSorted((a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp));

/** `address.city` is a key of its own, or a part of `address`. */
function pointersOf(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  const whole = `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [...new Set([whole, whole.replaceAll('.', '/')])];
}
