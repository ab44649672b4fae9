import type { Accumulator, Observation } from '../accumulator.ts';

/** How often something happened at about one instant, and the sum of its values in 1/10,000. */
export type Tally = { readonly at: number; readonly count: number; readonly sum: number };

/** Whether something that happened at the instant counts at the instant asked about. */
export type Counts = (at: number) => boolean;

/** What is measured: `none` is the events themselves (`true`), `property` one of theirs (`{ "of": "total" }`). */
export type Subject = 'none' | 'property' | 'either';

/** A measure that is answered from a window, the same that segments keep. */
export type WindowMeasure = {
  readonly keeps: 'window';
  readonly subject: Subject;
  read(tallies: readonly Tally[]): unknown;
};

/** A measure with an accumulator of its own. */
export type AccumulatorMeasure = {
  readonly keeps: 'accumulator';
  readonly subject: Subject;
  /** without a window, whether the instants matter: those that do not are not kept */
  readonly isDated: boolean;
  /** what an event with this property adds, of the properties that are amounts or values; undefined: nothing */
  observe(property: {
    readonly amount: number | undefined;
    readonly json: string | undefined;
  }): Observation['value'] | undefined;
  merge(parts: readonly Accumulator[], isWindowed: boolean): Accumulator;
  read(kept: Accumulator, counts: Counts): unknown;
  /** of two events the one that decides the value; absent where all that count do */
  decides?(a: Observation, b: Observation): Observation;
};

export type Measure = WindowMeasure | AccumulatorMeasure;
