import * as z from 'zod';
import { placeResult } from '../data/result-path.ts';
import { fillTemplate } from '../data/template.ts';
import {
  effectiveInput,
  effectiveOutput,
  everyState,
  following,
  inputAndOutput,
  payloadTemplate,
  resultPath,
} from './state-fields.ts';
import { passingState, type StateKind } from './state-kind.ts';

const passSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  ...following,
  Type: z.literal('Pass'),
  Parameters: payloadTemplate.optional(),
  Result: z.json().optional(),
  ResultPath: resultPath,
});

/** Hands its input on, changed. */
export const pass: StateKind = {
  parse(definition) {
    const state = passSchema.parse(definition);
    return passingState(state.Type, (visit) => {
      const input = effectiveInput(state, visit);
      const filled =
        state.Parameters === undefined ? input : fillTemplate(state.Parameters, { ...visit, input });
      const output = placeResult(state.ResultPath, visit.input, state.Result ?? filled);
      return { status: 'moved', next: state.Next, output: effectiveOutput(state, output, visit) };
    });
  },
};
