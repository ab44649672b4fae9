import { type ConsentScope, consentKey } from '../../messaging/consent.ts';
import type { AccumulatorSpec } from '../../profiles/computed/accumulators.ts';
import type { CompiledComputed } from '../../profiles/computed/compile-computed.ts';
import type { Condition } from '../definition.ts';
import type { CompiledRfm } from '../rfm/compile-rfm.ts';
import type { LiveList } from '../standing/list.ts';
import type { Values } from '../standing/parameters.ts';
import type { Calendar } from '../values/calendar.ts';
import type { Total } from '../values/total.ts';
import type { WindowSpec } from '../windows/window.ts';
import type { Predicate, ProfileFact } from './condition-kind.ts';
import { compileCondition } from './index.ts';

/** What must be kept and copied, so that all live conditions can be answered. */
export type Needs = {
  readonly windows: Map<string, WindowSpec>;
  readonly accumulators: Map<string, AccumulatorSpec>;
  /** top-level traits */
  readonly traits: Set<string>;
  readonly groupTraits: Set<string>;
  readonly consents: Map<string, ConsentScope>;
  /** by the text of the condition */
  readonly predicates: Map<string, Predicate>;
};

/** Something, beside time, that an answer rests on; kept are windows and accumulators. */
export type DependencyName =
  | 'anything'
  | 'groups'
  | 'consents'
  | 'lists'
  | ProfileFact
  | `trait:${string}`
  | `kept:${string}`;

/** With `total` only on which side of its bounds the total of the window lies. */
export type Dependency = { readonly name: DependencyName; readonly total?: Total | undefined };

export const KEPT = 'kept:';

export type CompiledWhere = {
  readonly predicate: Predicate;
  /** the definitions number at which it, or a segment, computed trait or the scores it asks about, changed last */
  readonly since: number;
  readonly dependencies: readonly Dependency[];
};

/** What a condition may ask for that was compiled before it. */
export type Known = {
  readonly calendar: Calendar;
  readonly computed: ReadonlyMap<string, CompiledComputed & { readonly changed: number }>;
  readonly lists: ReadonlyMap<string, LiveList>;
  readonly rfm: CompiledRfm | undefined;
  /** for whoever asks since that definitions number */
  segment(
    id: string,
    asking: { readonly since: number; readonly values?: Values | undefined },
  ): CompiledWhere | undefined;
};

export function noNeeds(): Needs {
  return {
    windows: new Map(),
    accumulators: new Map(),
    traits: new Set(),
    groupTraits: new Set(),
    consents: new Map(),
    predicates: new Map(),
  };
}

/** A condition that went live at `since`, its needs added to the others'. */
export function compileWhere(
  where: Condition,
  since: number,
  { needs, calendar, computed, lists, rfm, segment }: Known & { readonly needs: Needs },
): CompiledWhere {
  const dependencies: Dependency[] = [];
  const changes = [since];
  const restOn = (name: DependencyName, total?: Total) => void dependencies.push({ name, total });
  const predicate = compileCondition(where, {
    calendar,
    share: (condition, made) => shareIn(needs.predicates, condition, made),
    mention: (keys) => {
      for (const key of keys) needs.traits.add(key);
      for (const key of keys) restOn(`trait:${key}`);
    },
    mentionOfGroups: (keys) => {
      for (const key of keys) needs.groupTraits.add(key);
      restOn('groups');
    },
    mentionConsent: (scope) => {
      needs.consents.set(consentKey(scope), scope);
      restOn('consents');
    },
    mentionOfProfile: (fact) => restOn(fact),
    restOnAnything: () => restOn('anything'),
    keep: (window, total) => {
      const key = keepWidest(needs.windows, { ...window, since });
      restOn(`kept:${key}`, total);
      return key;
    },
    accumulate: (spec) => {
      keepWidest(needs.accumulators, { ...spec, since });
      restOn(`kept:${spec.key}`);
    },
    computed: (id) => {
      const trait = computed.get(id);
      if (trait !== undefined) restOn(`kept:${trait.key}`);
      changes.push(trait?.changed ?? 0);
      return trait;
    },
    list: (id) => {
      restOn('lists');
      return lists.get(id);
    },
    segment: (id, values) => {
      const other = segment(id, { since, values });
      changes.push(other?.since ?? 0);
      dependencies.push(...(other?.dependencies ?? []));
      return other?.predicate;
    },
    rfm: () => {
      if (rfm === undefined) return undefined;
      restOn(`kept:${rfm.key}`);
      changes.push(rfm.changed);
      return rfm;
    },
  });
  // who comes in by a change of what it asks about is backfill here, too
  return { predicate, since: Math.max(...changes), dependencies };
}

function shareIn(shared: Needs['predicates'], condition: Condition, made: Predicate): Predicate {
  const text = JSON.stringify(condition);
  const predicate = shared.get(text) ?? made;
  shared.set(text, predicate);
  return predicate;
}

/** The keys of windows and accumulators among them. */
export function keptIn(dependencies: readonly Dependency[]): readonly string[] {
  const kept = dependencies.flatMap(({ name }) => (name.startsWith(KEPT) ? [name.slice(KEPT.length)] : []));
  return [...new Set(kept)];
}

/**
 * Of two of one key the one that reaches back furthest, as of the first definition that asked for that much. Returns the key,
 * one string for all who ask: what is the same string is found faster than what reads the same.
 */
export function keepWidest<Spec extends WindowSpec>(kept: Map<string, Spec>, spec: Spec): string {
  const other = kept.get(spec.key) ?? spec;
  const [reach, otherReach] = [spec.horizonMs ?? Infinity, other.horizonMs ?? Infinity];
  if (reach > otherReach) kept.set(other.key, { ...spec, key: other.key });
  else if (reach === otherReach) kept.set(other.key, { ...other, since: Math.min(spec.since, other.since) });
  return other.key;
}
