import * as z from 'zod';
import type { Sources } from '../data/path.ts';
import { evaluate } from '../data/template.ts';
import { StateError } from '../state-error.ts';
import { everyState, pathOrIntrinsic } from './state-fields.ts';
import { passingState, type StateKind } from './state-kind.ts';

const failSchema = z.strictObject({
  ...everyState,
  Type: z.literal('Fail'),
  Error: z.string().optional(),
  ErrorPath: pathOrIntrinsic.optional(),
  Cause: z.string().optional(),
  CausePath: pathOrIntrinsic.optional(),
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
  if (from === undefined) return undefined;
  const text = evaluate(from, sources);
  if (typeof text === 'string') return text;
  throw new StateError('States.Runtime', `'${from}' must point to text, got ${JSON.stringify(text)}`);
}
