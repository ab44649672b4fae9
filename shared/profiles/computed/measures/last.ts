import { byInstant, type Observation } from '../accumulator.ts';
import { observeEnd, shownEnd } from '../ends.ts';
import { mergeWhole } from '../series.ts';
import type { AccumulatorMeasure } from './measure-kind.ts';

/** The property of the latest event that has it, or without one its instant. */
export const last: AccumulatorMeasure = {
  keeps: 'accumulator',
  subject: 'either',
  isDated: true,
  observe: observeEnd,
  // what is last of all is last in every window that reaches it
  merge: (parts) => mergeWhole(parts, latest),
  read: ({ rest }, counts) => shownEnd(rest.find(({ at }) => counts(at))),
  decides: (a, b) => (byInstant(a, b) > 0 ? a : b),
};

function latest(observations: readonly Observation[]): readonly Observation[] {
  return observations.toSorted(byInstant).slice(-1);
}
