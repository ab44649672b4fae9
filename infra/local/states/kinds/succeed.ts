import * as z from 'zod';
import { effectiveInput, effectiveOutput, everyState, inputAndOutput } from './state-fields.ts';
import { passingState, type StateKind } from './state-kind.ts';

const succeedSchema = z.strictObject({ ...everyState, ...inputAndOutput, Type: z.literal('Succeed') });

/** Ends the execution well. */
export const succeed: StateKind = {
  parse(definition) {
    const state = succeedSchema.parse(definition);
    return passingState(state.Type, (visit) => {
      const output = effectiveOutput(state, effectiveInput(state, visit), visit);
      return { status: 'moved', next: undefined, output };
    });
  },
};
