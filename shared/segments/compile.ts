import type { JourneyPosition } from '../journeys/entry.ts';
import { type ConsentScope, type ConsentStatus, consentKey } from '../messaging/consent.ts';
import type { BrandActivity } from '../profiles/belonging/brands.ts';
import type { AccumulatorSpec, Accumulators } from '../profiles/computed/accumulators.ts';
import { type CompiledComputed, compileComputed } from '../profiles/computed/compile-computed.ts';
import type { ComputedTrait } from '../profiles/computed/definition.ts';
import type { Compilation, Predicate } from './conditions/condition-kind.ts';
import { compileCondition } from './conditions/index.ts';
import type { Condition, Segment } from './definition.ts';
import { calendarIn } from './values/calendar.ts';
import type { Verdict } from './verdict.ts';
import type { Window, WindowSpec } from './windows/window.ts';

export type { Verdict } from './verdict.ts';

// looking further is done by the wake at the instant reached; real rules need a few dozen
const MOST_LOOKS = 2_000;

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
  /** the traits of each of their groups */
  readonly groups?: readonly Readonly<Record<string, unknown>>[];
};

export type CompiledSegment = {
  readonly id: string;
  /** the definitions number at which it, or a segment it asks about, went live */
  readonly since: number;
  evaluate(facts: Facts, now: number): Verdict;
};

/** A condition of something other than a segment; nobody is a member of it, but its windows are kept. */
export type LiveCondition = { readonly key: string; readonly condition: Condition; readonly since: number };

export type CompiledCondition = {
  readonly evaluate: CompiledSegment['evaluate'];
  readonly windows: readonly WindowSpec['key'][];
};

export type LiveComputed = { readonly trait: ComputedTrait; readonly since: number };

/** Segments and computed traits ready to be evaluated, what to keep for them and the top-level traits they read. */
export type CompiledSegments = {
  readonly segments: readonly CompiledSegment[];
  readonly conditions: ReadonlyMap<string, CompiledCondition>;
  /** with the definitions number from which on what it is read from was kept */
  readonly computed: ReadonlyMap<string, CompiledComputed & { readonly since: number }>;
  readonly windows: readonly WindowSpec[];
  readonly accumulators: readonly AccumulatorSpec[];
  readonly traits: readonly string[];
  /** top-level traits of groups that they read */
  readonly groupTraits: readonly string[];
  /** what consents they read */
  readonly consents: readonly ConsentScope[];
  readonly timezone: string;
};

export type LiveSegment = { readonly segment: Segment; readonly since: number };

type Options = {
  readonly timezone: string;
  readonly conditions?: readonly LiveCondition[];
  readonly computed?: readonly LiveComputed[];
  /** segments that others may ask for and nobody is a member of */
  readonly askable?: readonly LiveSegment[];
};

/** `since` is the definitions number at which each segment went live; days and months are the timezone's. */
export function compileSegments(
  live: readonly LiveSegment[],
  { timezone, conditions = [], computed = [], askable = [] }: Options,
): CompiledSegments {
  const calendar = calendarIn(timezone);
  const kept = nothingKept();
  const { traits, groupTraits, consents, windows, accumulators } = kept;
  const compiledTraits = computed.map(({ trait, since }) =>
    compileComputed(trait, {
      calendar,
      keep: (window) => keepWidest(windows, { ...window, since }),
      accumulate: (spec) => keepWidest(accumulators, { ...spec, since }),
    }),
  );
  const computedById = new Map(compiledTraits.map((trait) => [trait.id, trait]));
  const compile = compilerOf([...askable, ...live], {
    calendar,
    kept,
    computed: (id) => computedById.get(id),
  });
  const sinceOf = (key: string) => (windows.get(key) ?? accumulators.get(key))?.since ?? 0;
  return {
    segments: live.flatMap(({ segment: { id } }) => {
      const segment = compile.segment(id);
      return segment === undefined ? [] : [{ id, since: segment.since, evaluate: segment.evaluate }];
    }),
    conditions: new Map(
      conditions.map(({ key, condition, since }) => [key, compile.condition(condition, since)]),
    ),
    computed: new Map(compiledTraits.map((trait) => [trait.id, { ...trait, since: sinceOf(trait.key) }])),
    windows: [...windows.values()],
    accumulators: [...accumulators.values()],
    traits: [...traits].sort(),
    groupTraits: [...groupTraits].sort(),
    consents: [...consents.values()],
    timezone,
  };
}

/** What is to be kept of each person. */
type Kept = {
  readonly traits: Set<string>;
  readonly groupTraits: Set<string>;
  readonly consents: Map<string, ConsentScope>;
  readonly windows: Map<string, WindowSpec>;
  readonly accumulators: Map<string, AccumulatorSpec>;
};

function nothingKept(): Kept {
  return {
    traits: new Set(),
    groupTraits: new Set(),
    consents: new Map(),
    windows: new Map(),
    accumulators: new Map(),
  };
}

type Compiled = CompiledCondition & { readonly predicate: Predicate; readonly since: number };

/** Compiles conditions one after the other, and each segment once however many others ask for it. */
function compilerOf(
  live: readonly LiveSegment[],
  { kept, ...known }: Pick<Compilation, 'calendar' | 'computed'> & { readonly kept: Kept },
) {
  const segments = new Map(live.map((one) => [one.segment.id, one]));
  const compiled = new Map<string, Compiled>();
  const condition = (where: Condition, since: number): Compiled => {
    const windows = new Set<string>();
    let changed = since;
    const predicate = compileCondition(where, {
      ...known,
      mention: (keys) => {
        for (const key of keys) kept.traits.add(key);
      },
      mentionOfGroups: (keys) => {
        for (const key of keys) kept.groupTraits.add(key);
      },
      mentionConsent: (scope) => void kept.consents.set(consentKey(scope), scope),
      keep: (window) => {
        windows.add(window.key);
        keepWidest(kept.windows, { ...window, since });
      },
      segment: (id) => {
        const other = segment(id);
        // who comes in by a change of the other one is backfill here, too
        changed = Math.max(changed, other?.since ?? 0);
        return other?.predicate;
      },
    });
    const evaluate = (facts: Facts, now: number) => predicate({ facts, looksLeft: MOST_LOOKS }, now);
    return { predicate, evaluate, since: changed, windows: [...windows] };
  };
  const segment = (id: string): Compiled | undefined => {
    const one = segments.get(id);
    const found = compiled.get(id) ?? (one && condition(one.segment.where, one.since));
    if (found) compiled.set(id, found);
    return found;
  };
  return { condition, segment };
}

/** Of two of one key the one that reaches back furthest, as of the first definition that asked for that much. */
function keepWidest<Spec extends WindowSpec>(kept: Map<string, Spec>, spec: Spec): void {
  const other = kept.get(spec.key);
  const [reach, otherReach] = [spec.horizonMs ?? Infinity, other?.horizonMs ?? Infinity];
  if (other === undefined || reach > otherReach) kept.set(spec.key, spec);
  else if (reach === otherReach) kept.set(spec.key, { ...spec, since: Math.min(spec.since, other.since) });
}
