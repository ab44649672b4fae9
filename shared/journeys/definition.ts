import * as z from 'zod';
import { type EntryRule, parseEntry } from './rules/entry-rule.ts';
import { type EventRule, parseEventRules } from './rules/event-rule.ts';
import { aName, anId } from './rules/named.ts';
import type { BranchStep } from './steps/branch.ts';
import type { ExitStep } from './steps/exit.ts';
import { parseSteps } from './steps/index.ts';
import type { SendStep } from './steps/send.ts';
import type { WaitStep } from './steps/wait.ts';

/** The types of steps, by the `type` that names them. */
export type StepByType = { wait: WaitStep; branch: BranchStep; send: SendStep; exit: ExitStep };
export type JourneyStep = StepByType[keyof StepByType];

export const journeySchema = z.strictObject({
  id: anId,
  name: aName.optional(),
  entry: z.unknown().transform((entry): EntryRule => parseEntry(entry, '/entry')),
  exit: z
    .unknown()
    .transform((exit): readonly EventRule[] => parseEventRules(exit, '/exit'))
    .optional(),
  steps: z.unknown().transform((steps): readonly JourneyStep[] => parseSteps(steps, '/steps')),
});
/** What happens to a person who enters: one step after the other. */
export type Journey = z.infer<typeof journeySchema>;
