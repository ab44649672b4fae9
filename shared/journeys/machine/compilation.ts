import type { TaskState } from './asl.ts';
import type { TaskRequest } from './task.ts';

/** Where a way out of a step leads: to a state, or nowhere any more. */
export type Onward = { readonly endsRun: true } | { readonly endsRun: false; readonly state: string };

/** What compiling a step may ask for. */
export type StepCompilation = {
  /** of its first state; the names of more begin with it */
  readonly name: string;
  onward(key: string): Onward;
  task(request: TaskRequest): TaskState;
};
