import type { ConsentScope } from '../../messaging/consent.ts';
import type { CompiledComputed } from '../../profiles/computed/compile-computed.ts';
import type { Facts } from '../compile.ts';
import type { Condition } from '../definition.ts';
import type { Calendar } from '../values/calendar.ts';
import type { Verdict } from '../verdict.ts';
import type { WindowSpec } from '../windows/window.ts';

/** The facts of one evaluation, and how many more instants groups may look at to find their next change. */
export type Evaluation = { readonly facts: Facts; looksLeft: number };

export type Predicate = (evaluation: Evaluation, now: number) => Verdict;

/** Where in the definition a condition is parsed, and how the conditions inside it are. */
export type Parsing = { readonly pointer: string; condition(value: unknown, pointer: string): Condition };

/** What compiling a condition may ask for: a trait at hand, a window kept, the conditions inside it. */
export type Compilation = {
  readonly calendar: Calendar;
  mention(traits: readonly string[]): void;
  mentionOfGroups(traits: readonly string[]): void;
  keep(window: Omit<WindowSpec, 'since'>): void;
  /** the computed trait of that id, if it is live */
  computed(id: string): CompiledComputed | undefined;
  mentionConsent(scope: ConsentScope): void;
  /** whether somebody is in the segment of that id; undefined when it is not live */
  segment(id: string): Predicate | undefined;
  condition(condition: Condition): Predicate;
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
  readonly kind: 'computed' | 'segment' | 'journey';
  readonly id: string;
  readonly pointer: string;
};

/** Where a condition is looked through for other definitions. */
export type Search = {
  readonly pointer: string;
  condition(condition: Condition, pointer: string): readonly Mention[];
};

/** Everything the language knows of one kind of condition. */
export type ConditionKind<Kind> = {
  readonly keys: readonly string[];
  /** Counted before anything is parsed, so that size is refused first. */
  nodes(value: Readonly<Record<string, unknown>>): number;
  parts(value: Readonly<Record<string, unknown>>): readonly unknown[];
  parse(value: Readonly<Record<string, unknown>>, parsing: Parsing): Kind;
  compile(condition: Kind, compilation: Compilation): Predicate;
  review(condition: Kind, review: Review): readonly string[];
  /** the definitions that it, or a condition inside it, asks about; without it none */
  mentions?(condition: Kind, search: Search): readonly Mention[];
};
