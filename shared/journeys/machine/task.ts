import type { JourneyFunction } from '../steps/step-kind.ts';
import type { Retrier, TaskState } from './asl.ts';

/** Reached when there is nothing more to do and no Task to say so. */
export const endedState = 'ended';
/** Reached when a Task found that its run was cancelled. */
export const cancelledState = 'cancelled';

export type TaskRequest = {
  /** the step's id */
  readonly step: string;
  readonly task: 'branch' | 'send' | 'end';
  readonly function: JourneyFunction;
  /** whether the run is over with it, so that the Task marks the end and no state is needed for it */
  readonly endsRun: boolean | { readonly then: boolean; readonly else: boolean };
  readonly reason?: string | undefined;
  readonly retry?: readonly Retrier[];
  /** the part of the function's answer that the next state reads, and its name */
  readonly answer?: { readonly name: string; readonly field: string };
  /** the state that follows; none: the machine ends */
  readonly next: string | undefined;
};

export type TaskLiterals = {
  readonly journeyId: string;
  readonly version: number;
  readonly functions: Readonly<Record<JourneyFunction, string>>;
};

// an outage of less than 45 minutes delays a run, a longer one fails it
const transientFaults: Retrier = {
  ErrorEquals: [
    'RetryableError',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    // the function died midway: every Task may be repeated
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Sandbox.Timedout',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  MaxAttempts: 15,
};

/** More than all the tries of a Task and the pauses between them can take. */
export const longestTaskMs = 2 * 3_600_000;

/** A call of a function with ids and literals only. User text stands as a value under a key of ours: never a path, never an intrinsic. */
export function compileTask(request: TaskRequest, literals: TaskLiterals): TaskState {
  const { step, task, endsRun, reason, answer, next } = request;
  return {
    Type: 'Task',
    Comment: step,
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: {
      FunctionName: literals.functions[request.function],
      Payload: {
        task,
        journeyId: literals.journeyId,
        version: literals.version,
        step,
        iteration: 0,
        endsRun,
        ...(reason !== undefined && { reason }),
        'profileId.$': '$.profileId',
        'entryId.$': '$.entryId',
      },
    },
    // what is discarded or put aside leaves the input as it was for the next state
    ...(answer && { ResultSelector: { [`${answer.field}.$`]: `$.Payload.${answer.field}` } }),
    ResultPath: answer ? `$.${answer.name}` : null,
    Retry: [...(request.retry ?? []), transientFaults],
    Catch: [{ ErrorEquals: ['RunCancelled'], ResultPath: null, Next: cancelledState }],
    ...(next === undefined ? { End: true as const } : { Next: next }),
  };
}
