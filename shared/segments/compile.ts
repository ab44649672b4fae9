import type { BrandActivity } from '../profiles/belonging/brands.ts';
import type { AccumulatorSpec, Accumulators } from '../profiles/computed/accumulators.ts';
import { type CompiledComputed, compileComputed } from '../profiles/computed/compile-computed.ts';
import type { ComputedTrait } from '../profiles/computed/definition.ts';
import type { Evaluation } from './conditions/condition-kind.ts';
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
  /** the traits of each of their groups */
  readonly groups?: readonly Readonly<Record<string, unknown>>[];
};

export type CompiledSegment = {
  readonly id: string;
  /** the definitions number at which it went live */
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
  readonly timezone: string;
};

type Options = {
  readonly timezone: string;
  readonly conditions?: readonly LiveCondition[];
  readonly computed?: readonly LiveComputed[];
};

/** `since` is the definitions number at which each segment went live; days and months are the timezone's. */
export function compileSegments(
  live: readonly { segment: Segment; since: number }[],
  { timezone, conditions = [], computed = [] }: Options,
): CompiledSegments {
  const calendar = calendarIn(timezone);
  const traits = new Set<string>();
  const groupTraits = new Set<string>();
  const windows = new Map<string, WindowSpec>();
  const accumulators = new Map<string, AccumulatorSpec>();
  const compiledTraits = computed.map(({ trait, since }) =>
    compileComputed(trait, {
      calendar,
      keep: (window) => keepWidest(windows, { ...window, since }),
      accumulate: (spec) => keepWidest(accumulators, { ...spec, since }),
    }),
  );
  const computedById = new Map(compiledTraits.map((trait) => [trait.id, trait]));
  const compile = (condition: Condition, since: number): CompiledCondition => {
    const kept = new Set<string>();
    const predicate = compileCondition(condition, {
      calendar,
      mention: (keys) => {
        for (const key of keys) traits.add(key);
      },
      mentionOfGroups: (keys) => {
        for (const key of keys) groupTraits.add(key);
      },
      keep: (window) => {
        kept.add(window.key);
        keepWidest(windows, { ...window, since });
      },
      computed: (id) => computedById.get(id),
    });
    const evaluate = (facts: Facts, now: number) => {
      const evaluation: Evaluation = { facts, looksLeft: MOST_LOOKS };
      return predicate(evaluation, now);
    };
    return { evaluate, windows: [...kept] };
  };
  const sinceOf = (key: string) => (windows.get(key) ?? accumulators.get(key))?.since ?? 0;
  const segments = live.map(({ segment, since }) => ({
    id: segment.id,
    since,
    evaluate: compile(segment.where, since).evaluate,
  }));
  const others = conditions.map(({ key, condition, since }) => [key, compile(condition, since)] as const);
  return {
    segments,
    conditions: new Map(others),
    computed: new Map(compiledTraits.map((trait) => [trait.id, { ...trait, since: sinceOf(trait.key) }])),
    windows: [...windows.values()],
    accumulators: [...accumulators.values()],
    traits: [...traits].sort(),
    groupTraits: [...groupTraits].sort(),
    timezone,
  };
}

/** Of two of one key the one that reaches back furthest, as of the first definition that asked for that much. */
function keepWidest<Spec extends WindowSpec>(kept: Map<string, Spec>, spec: Spec): void {
  const other = kept.get(spec.key);
  const [reach, otherReach] = [spec.horizonMs ?? Infinity, other?.horizonMs ?? Infinity];
  if (other === undefined || reach > otherReach) kept.set(spec.key, spec);
  else if (reach === otherReach) kept.set(spec.key, { ...spec, since: Math.min(spec.since, other.since) });
}
