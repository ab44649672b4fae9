import * as z from 'zod';
import { StateError } from '../state-error.ts';
import { choiceRule, compileChoice } from './choice-rule.ts';
import { effectiveInput, effectiveOutput, everyState, inputAndOutput } from './state-fields.ts';
import { passingState, type StateKind } from './state-kind.ts';

const choiceSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  Type: z.literal('Choice'),
  Choices: z.array(z.intersection(choiceRule, z.looseObject({ Next: z.string() }))).min(1),
  Default: z.string().optional(),
});

/** Goes where the first rule that holds points to. */
export const choice: StateKind = {
  parse(definition) {
    const state = choiceSchema.parse(definition);
    const choices = state.Choices.map((rule) => ({ holds: compileChoice(rule), next: rule.Next }));
    return passingState(state.Type, (visit) => {
      const input = effectiveInput(state, visit);
      const next = choices.find(({ holds }) => holds({ ...visit, input }))?.next ?? state.Default;
      if (next === undefined) {
        throw new StateError('States.NoChoiceMatched', 'No choice rule holds and there is no Default');
      }
      return { status: 'moved', next, output: effectiveOutput(state, input, visit) };
    });
  },
};
