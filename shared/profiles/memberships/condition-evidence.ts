import type { CompiledSegments } from '../../segments/compile.ts';
import { subjectOf } from '../../segments/conditions/index.ts';
import type { Condition } from '../../segments/definition.ts';
import { calendarIn } from '../../segments/values/calendar.ts';
import { durationOf } from '../../segments/values/expected.ts';
import { UNITS } from '../../segments/values/number.ts';
import { propertyOf, tallyOf } from '../../segments/windows/observe.ts';
import { rowsOf } from '../../segments/windows/tally.ts';
import type { WindowSpec } from '../../segments/windows/window.ts';
import { observationsIn } from '../computed/accumulators.ts';
import { countsWithin } from '../computed/course.ts';
import { factOf } from '../observed.ts';
import { factsOf, type Person } from '../profile.ts';
import type { TimelineEvent } from '../profile-store.ts';
import { type EventReference, referenceTo } from '../timeline/event-reference.ts';
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

/** A condition without others inside it, and what is kept for it alone. */
export type Leaf = { readonly condition: Condition; readonly compiled: CompiledSegments };

type Spec = Pick<WindowSpec, 'of'>;
type Test = (event: TimelineEvent) => boolean;

/** Whether an event may be evidence for the condition at one time or another. */
export function mayBeEvidence(leaf: Leaf, person: Person): Test {
  const subject = subjectOf(leaf.condition, factsOf(person.profile));
  const pointers = pointersOf(subject?.trait);
  return (event) =>
    specOf(leaf, event) !== undefined ||
    pointers.some((pointer) => mayExplainTrait(pointer, event)) ||
    subject?.isMadeBy?.(event) === true;
}

/** What of the events counts at the instant. */
export function countedFor(leaf: Leaf, { profile }: Person, at: number): readonly Counted[] {
  const counts = countingAt(leaf, at);
  return leaf.compiled.windows.map(({ key, event, of }) => {
    const kept = rowsOf(profile.windows.get(key)).filter((tally) => counts(tally.at));
    const count = kept.reduce((total, tally) => total + tally.count, 0);
    const sum = kept.reduce((total, tally) => total + tally.sum, 0) / UNITS;
    return { event, count, ...(of === undefined ? {} : { of, sum }) };
  });
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
  const counts = countingAt(leaf, at);
  const counted = events.flatMap((event) => {
    const spec = counts(Date.parse(event.timestamp)) ? specOf(leaf, event) : undefined;
    return spec === undefined ? [] : [{ ...referenceTo(event), ...measuredIn(event, spec) }];
  });
  const telling = events.filter((event) => subject?.isMadeBy?.(event)).map(referenceTo);
  const setting = settings.flatMap(({ event, value }) => (event === undefined ? [] : [{ ...event, value }]));
  return [...counted, ...telling, ...setting].sort(
    (a, b) => Date.parse(b.timestamp) - Date.parse(a.timestamp),
  );
}

/** Of what is kept for the condition, the first that the event adds to. */
function specOf({ compiled }: Leaf, event: TimelineEvent): Spec | undefined {
  const fact = factOf(event);
  if (fact === undefined) return undefined;
  return (
    compiled.windows.find((spec) => tallyOf(spec, fact) !== undefined) ??
    compiled.accumulators.find((spec) => observationsIn(spec, fact).length > 0)
  );
}

/** Whether what happened at an instant counts at another. */
function countingAt({ condition, compiled }: Leaf, now: number): (at: number) => boolean {
  const [computed] = compiled.computed.values();
  if (computed !== undefined) return (at) => computed.evidence.counts(at, now);
  const within = 'within' in condition ? condition.within : undefined;
  if (within === undefined) return (at) => at <= now && now - at < furthestBack(compiled);
  const span = { within: durationOf(within), calendar: calendarIn(compiled.timezone) };
  return (at) => countsWithin(at, now, span);
}

function furthestBack({ windows, accumulators }: CompiledSegments): number {
  return Math.max(...[...windows, ...accumulators].map(({ horizonMs = Infinity }) => horizonMs));
}

function measuredIn(event: TimelineEvent, { of }: Spec): { value?: unknown } {
  const fact = factOf(event);
  return of === undefined || fact === undefined ? {} : { value: propertyOf(of, fact) };
}

/** `address.city` is a key of its own, or a part of `address`. */
function pointersOf(path: string | undefined): readonly string[] {
  if (path === undefined) return [];
  const whole = `/${path.replaceAll('~', '~0').replaceAll('/', '~1')}`;
  return [...new Set([whole, whole.replaceAll('.', '/')])];
}
