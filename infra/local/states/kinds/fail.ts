import * as z from 'zod';
import { readPath, type Sources } from '../data/path.ts';
import { StateError } from '../state-error.ts';
import { everyState, path } from './state-fields.ts';
import { passingState, type StateKind } from './state-kind.ts';

const failSchema = z.strictObject({
  ...everyState,
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  ErrorPath: path.optional(),
  Cause: z.string().optional(),
  CausePath: path.optional(),
});

/** Ends the execution with an error. */
export const fail: StateKind = {
  parse(definition) {
    const state = failSchema.parse(definition);
    return passingState(state.Type, (visit) => {
      const error = state.Error ?? readText(state.ErrorPath, visit);
      throw new StateError(error, state.Cause ?? readText(state.CausePath, visit) ?? '');
    });
  },
};

function readText(from: string | undefined, sources: Sources): string | undefined {
  return from === undefined ? undefined : String(readPath(from, sources));
}
