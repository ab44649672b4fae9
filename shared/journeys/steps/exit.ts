import * as z from 'zod';
import { longestTaskMs } from '../machine/task.ts';
import { anId } from '../rules/named.ts';
import type { StepKind } from './step-kind.ts';

const A_REASON = 'a text of 1 to 200 characters';

const schema = z.strictObject({
  id: anId,
  type: z.literal('exit'),
  reason: z.string({ error: A_REASON }).min(1, A_REASON).max(200, A_REASON).optional(),
});
/** Ends the run, with a reason if there is one to tell. */
export type ExitStep = z.infer<typeof schema>;

export const exit: StepKind<ExitStep> = {
  schema,
  permissions: ['decide-step'],
  isWait: false,
  ways: () => [],
  endsRun: ({ reason }) => reason === undefined,
  move: () => ({ way: undefined, afterMs: 0 }),
  longestMs: () => longestTaskMs,
  compile: ({ id: step, reason }, { name, task }) => ({
    [name]: task({ step, task: 'end', function: 'decide-step', endsRun: true, reason, next: undefined }),
  }),
};
