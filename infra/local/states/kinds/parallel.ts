import * as z from 'zod';
import { fillTemplate } from '../data/template.ts';
import {
  effectiveInput,
  errorHandling,
  everyState,
  following,
  inputAndOutput,
  leaveWithResult,
  payloadTemplate,
  resultFields,
  scope,
} from './state-fields.ts';
import type { StateKind } from './state-kind.ts';

const parallelSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  ...following,
  ...resultFields,
  ...errorHandling,
  Type: z.literal('Parallel'),
  Parameters: payloadTemplate.optional(),
  Branches: z.array(z.strictObject(scope)).min(1),
});

/** Runs its branches side by side and takes the list of what they answer. */
export const parallel: StateKind = {
  parse(definition) {
    const state = parallelSchema.parse(definition);
    return {
      type: state.Type,
      retry: state.Retry,
      catch: state.Catch,
      scopes: state.Branches,
      enter(visit) {
        const input = effectiveInput(state, visit);
        const filled =
          state.Parameters === undefined ? input : fillTemplate(state.Parameters, { ...visit, input });
        const branches = state.Branches.map(({ StartAt }) => ({ startAt: StartAt, input: filled }));
        return { status: 'branching', branches, concurrency: branches.length };
      },
      leave: (visit, results) => leaveWithResult(state, visit, results),
    };
  },
};
