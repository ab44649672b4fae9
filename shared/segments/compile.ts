import { InvalidInputError } from '../errors.ts';
import type { JourneyPosition } from '../journeys/entry.ts';
import type { ConsentScope, ConsentStatus } from '../messaging/consent.ts';
import type { BrandActivity } from '../profiles/belonging/brands.ts';
import type { AccumulatorSpec, Accumulators } from '../profiles/computed/accumulators.ts';
import {
  type CompiledComputed,
  compileComputed,
  type Keeper,
} from '../profiles/computed/compile-computed.ts';
import type { ComputedTrait } from '../profiles/computed/definition.ts';
import { affectedAmong, type Change } from './conditions/affected.ts';
import { evaluationOf, type Predicate } from './conditions/condition-kind.ts';
import {
  type CompiledWhere,
  compileWhere,
  type Known,
  keepWidest,
  keptIn,
  type Needs,
  noNeeds,
} from './conditions/needs.ts';
import type { Condition, Segment } from './definition.ts';
import { type CompiledRfm, compileRfm, type LiveRfm } from './rfm/compile-rfm.ts';
import { bindSegment } from './standing/bind-segment.ts';
import type { LiveList } from './standing/list.ts';
import type { Values } from './standing/parameters.ts';
import { type Calendar, calendarIn } from './values/calendar.ts';
import type { Verdict } from './verdict.ts';
import type { Window, WindowSpec } from './windows/window.ts';

export type { Verdict } from './verdict.ts';

/** What is known about one person when a segment is evaluated. */
export type Facts = {
  readonly traits: Readonly<Record<string, unknown>>;
  readonly windows: ReadonlyMap<string, Window>;
  readonly accumulators?: Accumulators;
  readonly firstSeen?: number;
  readonly lastSeen?: number;
  readonly brands?: ReadonlyMap<string, BrandActivity>;
  readonly profileId?: string;
  /** what they said of the channels and topics that are asked about, by the keys of consents */
  readonly consents?: Readonly<Record<string, ConsentStatus>>;
  readonly journeys?: ReadonlyMap<string, JourneyPosition>;
  /** the latest upload of each list that names them */
  readonly lists?: ReadonlyMap<string, number>;
  /** the traits of each of their groups */
  readonly groups?: readonly Readonly<Record<string, unknown>>[];
};

export type CompiledSegment = {
  readonly id: string;
  /** the definitions number at which it, or a segment, computed trait or the scores it asks about, changed last */
  readonly since: number;
  holds(facts: Facts, now: number): boolean;
  /** also until when; a change at the horizon or beyond it may be named too early, but not before the horizon */
  evaluate(facts: Facts, now: number, horizon?: number): Verdict;
};

/** A condition of something other than a segment; nobody is a member of it, but its windows are kept. */
export type LiveCondition = { readonly key: string; readonly condition: Condition; readonly since: number };

export type SegmentAsked = { readonly id: string; readonly values?: Values | undefined };

export type CompiledCondition = {
  readonly evaluate: CompiledSegment['evaluate'];
  readonly windows: readonly WindowSpec['key'][];
};

export type LiveComputed = { readonly trait: ComputedTrait; readonly since: number };

/** Segments and computed traits ready to be evaluated, what to keep for them and the top-level traits they read. */
export type CompiledSegments = {
  readonly segments: readonly CompiledSegment[];
  /** those whose answers, or next changes, may be others than they were, in order; see affectedAmong */
  affectedBy(change: Change): readonly CompiledSegment[];
  readonly conditions: ReadonlyMap<string, CompiledCondition>;
  /** by values that need not have been known before; with one that cannot stand where it is wanted nobody is */
  isIn(asked: SegmentAsked, facts: Facts, now: number): boolean;
  /** with the definitions number from which on what it is read from was kept */
  readonly computed: ReadonlyMap<string, CompiledComputed & { readonly since: number }>;
  readonly windows: readonly WindowSpec[];
  readonly accumulators: readonly AccumulatorSpec[];
  readonly traits: readonly string[];
  /** top-level traits of groups that they read */
  readonly groupTraits: readonly string[];
  /** what consents they read */
  readonly consents: readonly ConsentScope[];
  /** how buyers are scored, if they are, with the definitions number from which on their purchases were kept */
  readonly rfm: (CompiledRfm & { readonly since: number }) | undefined;
  readonly timezone: string;
};

export type LiveSegment = { readonly segment: Segment; readonly since: number };

/** What conditions may ask about beside events and traits. */
export type Askable = {
  readonly timezone: string;
  readonly computed?: readonly LiveComputed[];
  readonly rfm?: LiveRfm | undefined;
  readonly lists?: readonly LiveList[];
  /** segments that others may ask for and nobody is a member of */
  readonly askable?: readonly LiveSegment[];
};

type Options = Askable & { readonly conditions?: readonly LiveCondition[] };

/** Segments with parameters have no members: others ask for them. `since` is the definitions number at which each went live; days and months are the timezone's. */
export function compileSegments(
  live: readonly LiveSegment[],
  { timezone, conditions = [], computed = [], rfm: scored, lists = [], askable = [] }: Options,
): CompiledSegments {
  const calendar = calendarIn(timezone);
  const needs = noNeeds();
  const computedById = new Map(
    computed.map(({ trait, since }) => {
      const compiled = compileComputed(trait, keeperOf(needs, calendar, since));
      return [trait.id, { ...compiled, changed: since }];
    }),
  );
  const rfm = scored && compileRfm(scored, keeperOf(needs, calendar, scored.since));
  const listsById = new Map(lists.map((list) => [list.id, list]));
  const known = { needs, calendar, computed: computedById, lists: listsById, rfm };
  const compile = compilerOf([...askable, ...live], known);
  const whole = live.filter(({ segment: { parameters } }) => parameters === undefined);
  const wheres = whole.flatMap(({ segment: { id } }) => {
    const where = compile.segment(id, { since: 0 });
    return where ? [{ id, ...where }] : [];
  });
  const segments = wheres.map(segmentOf);
  const others = conditions.map(
    ({ key, condition, since }) => [key, compile.condition(condition, since)] as const,
  );
  const windows = [...needs.windows.values()];
  const accumulators = [...needs.accumulators.values()];
  const sinceByKey = new Map([...windows, ...accumulators].map(({ key, since }) => [key, since]));
  return {
    segments,
    affectedBy: affectedAmong(segments, wheres),
    isIn: ({ id, values }, facts, now) => {
      if (values === undefined) return segments.some((one) => one.id === id && one.holds(facts, now));
      // values of events come without end: compiled for this once, and what it needs is kept already
      const once = compilerOf([...askable, ...live], { ...known, needs: noNeeds() });
      return (
        unlessRefused(() => once.segment(id, { since: 0, values }))?.predicate.holds(facts, now) === true
      );
    },
    conditions: new Map(others.map(([key, where]) => [key, conditionOf(where)])),
    computed: new Map(
      [...computedById].map(([id, trait]) => [id, { ...trait, since: sinceByKey.get(trait.key) ?? 0 }]),
    ),
    windows,
    accumulators,
    traits: [...needs.traits].sort(),
    groupTraits: [...needs.groupTraits].sort(),
    consents: [...needs.consents.values()],
    rfm: rfm && { ...rfm, since: sinceByKey.get(rfm.key) ?? 0 },
    timezone,
  };
}

/** Compiles conditions one after the other, and each segment once however many others ask for it. */
function compilerOf(live: readonly LiveSegment[], known: Omit<Known, 'segment'> & { readonly needs: Needs }) {
  const segments = new Map(live.map((one) => [one.segment.id, one]));
  const compiled = new Map<string, CompiledWhere>();
  const condition = (where: Condition, since: number) => compileWhere(where, since, { ...known, segment });
  const segment: Known['segment'] = (id, { since: asked, values }) => {
    const one = segments.get(id);
    if (one === undefined) return undefined;
    // what parameters need is kept no longer than somebody asks with these values
    const since = one.segment.parameters ? Math.max(one.since, asked) : one.since;
    const key = JSON.stringify([id, values, since]);
    const found = compiled.get(key) ?? condition(bindSegment(one.segment, values), since);
    compiled.set(key, found);
    return found;
  };
  return { condition, segment };
}

/** What an event says need not fit the operator it is compared by. */
function unlessRefused<T>(compile: () => T): T | undefined {
  try {
    return compile();
  } catch (error) {
    if (error instanceof InvalidInputError) return undefined;
    throw error;
  }
}

function segmentOf({ id, since, predicate }: CompiledWhere & { readonly id: string }): CompiledSegment {
  return { id, since, holds: predicate.holds, evaluate: evaluateBy(predicate) };
}

function conditionOf({ predicate, dependencies }: CompiledWhere): CompiledCondition {
  return { evaluate: evaluateBy(predicate), windows: keptIn(dependencies) };
}

function evaluateBy({ judge }: Predicate): CompiledSegment['evaluate'] {
  return (facts, now, horizon) => judge(evaluationOf(facts, horizon), now);
}

function keeperOf({ windows, accumulators }: Needs, calendar: Calendar, since: number): Keeper {
  return {
    calendar,
    keep: (window) => keepWidest(windows, { ...window, since }),
    accumulate: (spec) => keepWidest(accumulators, { ...spec, since }),
  };
}
