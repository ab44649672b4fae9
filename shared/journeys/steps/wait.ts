import * as z from 'zod';
import { longestTaskMs } from '../machine/task.ts';
import { parseWait, waitMs } from '../rules/duration-rule.ts';
import { anId, aTarget } from '../rules/named.ts';
import type { StepKind } from './step-kind.ts';

const schema = z.strictObject({
  id: anId,
  type: z.literal('wait'),
  for: z.unknown().transform((value) => parseWait(value, { pointer: '/for', name: 'for' })),
  next: aTarget.optional(),
});
/** Holds the person for a duration. */
export type WaitStep = z.infer<typeof schema>;

export const wait: StepKind<WaitStep> = {
  schema,
  permissions: ['decide-step'],
  isWait: true,
  ways: ({ next }) => [{ key: 'next', to: next }],
  endsRun: () => false,
  move: (step) => ({ way: 'next', afterMs: waitMs(step.for) }),
  longestMs: (step) => waitMs(step.for) + longestTaskMs,
  compile: (step, { name, onward, task }) => {
    const to = onward('next');
    const Seconds = waitMs(step.for) / 1_000;
    if (!to.endsRun) return { [name]: { Type: 'Wait', Comment: step.id, Seconds, Next: to.state } };
    // a Wait state tells nobody: a Task after it marks the end of the run
    const end = `${name}-end`;
    return {
      [name]: { Type: 'Wait', Comment: step.id, Seconds, Next: end },
      [end]: task({ step: step.id, task: 'end', function: 'decide-step', endsRun: true, next: undefined }),
    };
  },
};
