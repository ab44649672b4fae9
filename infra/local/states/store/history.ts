import { region } from '../../runtime/template/scope.ts';
import type { LambdaCall } from '../kinds/state-kind.ts';
import type { StateError } from '../state-error.ts';
import type { Execution, HistoryEvent } from './execution.ts';

const whole = { truncated: false };

export function executionStarted(input: string, roleArn: string): HistoryEvent {
  return {
    type: 'ExecutionStarted',
    details: { executionStartedEventDetails: { input, inputDetails: whole, roleArn } },
  };
}

export function stateEntered(type: string, name: string, input: string): HistoryEvent {
  return {
    type: `${type}StateEntered`,
    details: { stateEnteredEventDetails: { name, input, inputDetails: whole } },
  };
}

export function stateExited(type: string, name: string, output: string): HistoryEvent {
  return {
    type: `${type}StateExited`,
    details: { stateExitedEventDetails: { name, output, outputDetails: whole } },
  };
}

const lambda = { resourceType: 'lambda', resource: 'invoke' };

export function taskStarted(call: LambdaCall): readonly HistoryEvent[] {
  const { functionName: FunctionName, payload: Payload, timeoutSeconds, heartbeatSeconds } = call;
  const scheduled = {
    ...lambda,
    ...(call.waitsForToken ? { resource: 'invoke.waitForTaskToken' } : {}),
    region,
    parameters: JSON.stringify({ FunctionName, Payload }),
    ...(timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds }),
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  return [
    { type: 'TaskScheduled', details: { taskScheduledEventDetails: scheduled } },
    { type: 'TaskStarted', details: { taskStartedEventDetails: lambda } },
  ];
}

/** What became of a task: the details are named after the event. */
export function taskEvent(
  type: 'TaskSubmitted' | 'TaskSucceeded' | 'TaskFailed' | 'TaskTimedOut',
  details: object,
): HistoryEvent {
  return { type, details: { [`t${type.slice(1)}EventDetails`]: { ...lambda, ...details } } };
}

const endings = {
  SUCCEEDED: 'ExecutionSucceeded',
  FAILED: 'ExecutionFailed',
  TIMED_OUT: 'ExecutionTimedOut',
  ABORTED: 'ExecutionAborted',
} as const;

export function executionEnded({ status, output, error, cause }: Execution): HistoryEvent {
  if (status === 'RUNNING') throw new Error('an execution that runs has not ended');
  const type = endings[status];
  const told = status === 'SUCCEEDED' ? { output, outputDetails: whole } : { error, cause };
  return { type, details: { [`e${type.slice(1)}EventDetails`]: withoutNull(told) } };
}

export function describeError({ error, message }: StateError): { error: string | null; cause: string } {
  return { error: error ?? null, cause: message };
}

function withoutNull(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}
