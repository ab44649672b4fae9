import * as z from 'zod';
import { parseCondition } from '../../segments/conditions/index.ts';
import type { Onward } from '../machine/compilation.ts';
import { endedState, longestTaskMs } from '../machine/task.ts';
import { anId, aTarget } from '../rules/named.ts';
import type { StepKind } from './step-kind.ts';

const schema = z.strictObject({
  id: anId,
  type: z.literal('branch'),
  if: z.unknown().transform((condition) => parseCondition(condition, '/if')),
  // biome-ignore lint/suspicious/noThenProperty: the word of the language; nobody awaits a definition
  then: aTarget,
  else: aTarget,
});
/** Goes one of two ways, by a condition of the segment language. */
export type BranchStep = z.infer<typeof schema>;

const stateOf = (to: Onward): string => (to.endsRun ? endedState : to.state);

export const branch: StepKind<BranchStep> = {
  schema,
  permissions: ['decide-step'],
  isWait: false,
  ways: (step) => [
    { key: 'then', to: step.then },
    { key: 'else', to: step.else },
  ],
  endsRun: () => false,
  condition: (step) => ({ key: 'if', condition: step.if }),
  move: (_, holds) => ({ way: holds() ? 'then' : 'else', afterMs: 0 }),
  longestMs: () => longestTaskMs,
  compile: ({ id: step }, { name, onward, task }) => {
    const [holds, otherwise] = [onward('then'), onward('else')];
    const choice = `${name}-choice`;
    // biome-ignore lint/suspicious/noThenProperty: as above
    const endsRun = { then: holds.endsRun, else: otherwise.endsRun };
    const answer = { name: 'branch', field: 'outcome' };
    return {
      [name]: task({ step, task: 'branch', function: 'decide-step', endsRun, answer, next: choice }),
      [choice]: {
        Type: 'Choice',
        Choices: [{ Variable: '$.branch.outcome', StringEquals: 'then', Next: stateOf(holds) }],
        Default: stateOf(otherwise),
      },
    };
  },
};
