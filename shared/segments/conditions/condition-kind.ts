import type { ConsentScope } from '../../messaging/consent.ts';
import type { AccumulatorSpec } from '../../profiles/computed/accumulators.ts';
import type { CompiledComputed } from '../../profiles/computed/compile-computed.ts';
import type { MeasureName } from '../../profiles/computed/measures/index.ts';
import type { TimelineEvent } from '../../profiles/profile-store.ts';
import type { Facts } from '../compile.ts';
import type { Condition } from '../definition.ts';
import type { Minus } from '../events/minus.ts';
import type { CompiledRfm } from '../rfm/compile-rfm.ts';
import type { LiveList } from '../standing/list.ts';
import type { Values } from '../standing/parameters.ts';
import type { Calendar } from '../values/calendar.ts';
import type { Total } from '../values/total.ts';
import type { Verdict } from '../verdict.ts';
import type { CountedEvents } from '../windows/event-window.ts';
import type { WindowSpec } from '../windows/window.ts';

// looking further is done by the wake at the instant reached; real rules need a few dozen
const MOST_LOOKS = 2_000;

/**
 * The facts of one evaluation, how many more instants groups may look at to find their next change, and the instant from
 * which on it matters to nobody when that is.
 */
export type Evaluation = { readonly facts: Facts; looksLeft: number; readonly horizon: number };

export function evaluationOf(facts: Facts, horizon = Number.POSITIVE_INFINITY): Evaluation {
  return { facts, looksLeft: MOST_LOOKS, horizon };
}

/** The answer, and the next instant at which it changes. */
export type Judge = (evaluation: Evaluation, now: number) => Verdict;

/** A condition ready to be asked: only whether it holds, which is cheaper, or until when too. */
export type Predicate = {
  holds(facts: Facts, now: number): boolean;
  readonly judge: Judge;
  /** asked before the others of its group, which it may spare */
  readonly isQuick?: true;
};

/** Facts of the profile itself that conditions may rest on. */
export type ProfileFact = 'firstSeen' | 'lastSeen';

/** Where in the definition a condition is parsed, and how the conditions inside it are. */
export type Parsing = { readonly pointer: string; condition(value: unknown, pointer: string): Condition };

/** What compiling a condition may ask for: a trait at hand, a window kept, the conditions inside it. */
export type Compilation = {
  readonly calendar: Calendar;
  mention(traits: readonly string[]): void;
  mentionOfGroups(traits: readonly string[]): void;
  mentionOfProfile(fact: ProfileFact): void;
  /**
   * Returns the key to read it by. With `total` when nothing but that is asked of the window: events that leave it on its
   * side of the bounds change nothing.
   */
  keep(window: Omit<WindowSpec, 'since'>, total?: Total): string;
  accumulate(spec: Omit<AccumulatorSpec, 'since'>): void;
  /** its answer rests on more than what it asked for */
  restOnAnything(): void;
  /** the computed trait of that id, if it is live */
  computed(id: string): CompiledComputed | undefined;
  mentionConsent(scope: ConsentScope): void;
  /** the list of that id, if it is live */
  list(id: string): LiveList | undefined;
  /** whether somebody is in the segment of that id; undefined when it is not live */
  segment(id: string, values?: Values): Predicate | undefined;
  /** how buyers are scored, if they are */
  rfm(): CompiledRfm | undefined;
  condition(condition: Condition): Predicate;
  /** The predicate that was made of an equal condition before, if any: many segments then ask what is at hand in the cache. */
  share(condition: Condition, predicate: Predicate): Predicate;
};

/** Where a condition is looked over for likely mistakes; `includesMissing` names traits whose absence is provided for. */
export type Review = {
  readonly pointer: string;
  readonly includesMissing: readonly string[];
  condition(
    condition: Condition,
    review: { pointer: string; includesMissing?: readonly string[] },
  ): readonly string[];
};

/** Another definition that a condition asks about, and where. */
export type Mention = {
  readonly kind: 'computed' | 'rfm' | 'segment' | 'journey' | 'list' | 'workspace';
  readonly id: string;
  readonly pointer: string;
  /** what its parameters are given; undefined where nothing can be */
  readonly values?: Values;
  /** of a journey, the step whose messages are asked about */
  readonly step?: string;
  /** of the workspace, the topic whose consent is asked about */
  readonly topic?: string;
};

/** Where a condition is looked through for other definitions. */
export type Search = {
  readonly pointer: string;
  condition(condition: Condition, pointer: string): readonly Mention[];
};

/** The value a condition asks about, for explaining its answer, and what made it so: the trait of a path, or events. */
export type Subject = {
  readonly value: unknown;
  readonly trait?: string;
  /** what an event says of it; undefined: nothing */
  saidBy?(event: TimelineEvent): unknown;
  /** of those that say something only the last counts */
  readonly isLastWord?: true;
};

/** A number that is read of events, or the instant of one of them. */
export type Measured = {
  readonly measure: MeasureName;
  readonly events: CountedEvents;
  /** taken away from it */
  readonly minus?: Minus | undefined;
};

/** Everything the language knows of one kind of condition. */
export type ConditionKind<Kind> = {
  readonly keys: readonly string[];
  /** Counted before anything is parsed, so that size is refused first. */
  nodes(value: Readonly<Record<string, unknown>>): number;
  parts(value: Readonly<Record<string, unknown>>): readonly unknown[];
  parse(value: Readonly<Record<string, unknown>>, parsing: Parsing): Kind;
  compile(condition: Kind, compilation: Compilation): Predicate | Judge;
  /**
   * Its answer rests on time and on what `compile` asked its compilation for, so it is looked at again only when some of
   * that changed; without it, after every event.
   */
  readonly isIndexed?: true;
  review(condition: Kind, review: Review): readonly string[];
  /** it counts what happened however long ago; without it, its parts may */
  isOpenEnded?(condition: Kind): boolean;
  /** its answer rests on this one value; without it, on events or on other definitions */
  subject?(condition: Kind, facts: Facts): Subject;
  /** what it compares of events: one number, or two of which the first is divided by the second */
  measured?(condition: Kind): readonly Measured[];
  /** the property that says what such an event is about, where nothing is measured */
  readonly names?: string;
  /** how long events count, where they do not for ever and nothing is measured of them */
  within?(condition: Kind): string | undefined;
  /** its parameters may be given values that nobody knew before: whatever they are, nothing else is kept */
  readonly takesAnyValue?: true;
  /** the definitions that it, or a condition inside it, asks about; without it none */
  mentions?(condition: Kind, search: Search): readonly Mention[];
};
