import type { Facts } from '../compile.ts';
import type { Condition } from '../definition.ts';
import type { Calendar } from '../values/calendar.ts';
import type { Verdict } from '../verdict.ts';
import type { WindowSpec } from '../window.ts';

/** The facts of one evaluation, and how many more instants groups may look at to find their next change. */
export type Evaluation = { readonly facts: Facts; looksLeft: number };

export type Predicate = (evaluation: Evaluation, now: number) => Verdict;

/** Where in the definition a condition is parsed, and how the conditions inside it are. */
export type Parsing = { readonly pointer: string; condition(value: unknown, pointer: string): Condition };

/** What compiling a condition may ask for: a trait at hand, a window kept, the conditions inside it. */
export type Compilation = {
  readonly calendar: Calendar;
  mention(traits: readonly string[]): void;
  keep(window: Omit<WindowSpec, 'since'>): void;
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

/** Everything the language knows of one kind of condition. */
export type ConditionKind<Kind> = {
  readonly keys: readonly string[];
  /** Counted before anything is parsed, so that size is refused first. */
  nodes(value: Readonly<Record<string, unknown>>): number;
  parts(value: Readonly<Record<string, unknown>>): readonly unknown[];
  parse(value: Readonly<Record<string, unknown>>, parsing: Parsing): Kind;
  compile(condition: Kind, compilation: Compilation): Predicate;
  review(condition: Kind, review: Review): readonly string[];
};
