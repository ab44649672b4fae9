import { byInstant, type Observation } from '../accumulator.ts';
import { observeEnd, shownEnd } from '../ends.ts';
import { mergeByDay, mergeWhole } from '../series.ts';
import type { AccumulatorMeasure } from './measure-kind.ts';

/** The property of the earliest event that has it, or without one its instant. */
export const first: AccumulatorMeasure = {
  keeps: 'accumulator',
  subject: 'either',
  isDated: true,
  observe: observeEnd,
  merge: (parts, isWindowed) => (isWindowed ? mergeByDay : mergeWhole)(parts, earliest),
  read: ({ exact, rest }, counts) => shownEnd([...rest, ...exact].find(({ at }) => counts(at))),
  decides: (a, b) => (byInstant(a, b) <= 0 ? a : b),
};

function earliest(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted(byInstant).slice(0, 1);
}
