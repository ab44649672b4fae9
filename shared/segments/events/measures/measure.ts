import type { Compilation, Judge, Predicate } from '../../conditions/condition-kind.ts';
import type { EventCondition } from '../event.ts';

/** One way to ask about the events that count. */
export type Measure<Setting> = {
  parse(value: unknown, place: { readonly pointer: string; readonly name: string }): Setting;
  compile(setting: Setting, condition: EventCondition, compilation: Compilation): Predicate | Judge;
  /** what is likely a mistake */
  review?(setting: Setting, pointer: string, condition: EventCondition): readonly string[];
};
