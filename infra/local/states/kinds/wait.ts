import * as z from 'zod';
import { readPath, type Sources } from '../data/path.ts';
import { StateError } from '../state-error.ts';
import {
  effectiveInput,
  effectiveOutput,
  everyState,
  following,
  inputAndOutput,
  path,
} from './state-fields.ts';
import type { Moved, StateKind, Visit } from './state-kind.ts';

// the longest that Step Functions takes
const maxSeconds = 99_999_999;

const waitSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  ...following,
  Type: z.literal('Wait'),
  Seconds: z.int().min(0).max(maxSeconds).optional(),
  SecondsPath: path.optional(),
  Timestamp: z.string().optional(),
  TimestampPath: path.optional(),
});

type WaitState = z.infer<typeof waitSchema>;

/** Holds the execution until an instant of the virtual clock. */
export const wait: StateKind = {
  parse(definition) {
    const state = waitSchema.parse(definition);
    const leave = (visit: Visit): Moved => {
      const output = effectiveOutput(state, effectiveInput(state, visit), visit);
      return { status: 'moved', next: state.Next, output };
    };
    return {
      type: state.Type,
      retry: [],
      catch: [],
      enter(visit) {
        const until = untilInstant(state, visit);
        return until > visit.now ? { status: 'waiting', until } : leave(visit);
      },
      leave,
    };
  },
};

function untilInstant(state: WaitState, visit: Visit): number {
  const sources = { ...visit, input: effectiveInput(state, visit) };
  if (state.Seconds !== undefined) return visit.now + state.Seconds * 1000;
  if (state.SecondsPath !== undefined) return visit.now + readSeconds(state.SecondsPath, sources) * 1000;
  if (state.TimestampPath !== undefined) return readInstant(readPath(state.TimestampPath, sources));
  return readInstant(state.Timestamp);
}

function readSeconds(from: string, sources: Sources): number {
  const seconds = readPath(from, sources);
  if (typeof seconds === 'number' && Number.isInteger(seconds) && seconds >= 0 && seconds <= maxSeconds) {
    return seconds;
  }
  throw new StateError(
    'States.Runtime',
    `The SecondsPath parameter does not reference a valid whole number from 0 to ${maxSeconds}: ${JSON.stringify(seconds)}`,
  );
}

function readInstant(timestamp: unknown): number {
  const isComplete =
    typeof timestamp === 'string' &&
    /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/.test(timestamp);
  const instant = isComplete ? Date.parse(timestamp) : Number.NaN;
  if (!Number.isNaN(instant)) return instant;
  throw new StateError(
    'States.Runtime',
    `The timestamp of a Wait state is not a valid ISO-8601 string: ${JSON.stringify(timestamp)}`,
  );
}
