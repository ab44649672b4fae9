import type { Json } from '../../runtime/template/json.ts';
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

/** Whether a task names a function instead of an integration. */
export function isFunction(resource: string): boolean {
  return resource.startsWith('arn:aws:lambda:');
}

/** A call of a function is told in events of its own, without the integration. */
export function taskStarted(call: LambdaCall): readonly HistoryEvent[] {
  const { resource, payload, timeoutSeconds, heartbeatSeconds } = call;
  const timeout = timeoutSeconds === undefined ? {} : { timeoutInSeconds: timeoutSeconds };
  if (isFunction(resource)) {
    const scheduled = { resource, input: JSON.stringify(payload), inputDetails: whole, ...timeout };
    return [
      { type: 'LambdaFunctionScheduled', details: { lambdaFunctionScheduledEventDetails: scheduled } },
      { type: 'LambdaFunctionStarted' },
    ];
  }
  const scheduled = {
    ...integration(resource),
    region,
    parameters: JSON.stringify({ FunctionName: call.functionName, Payload: payload }),
    ...timeout,
    ...(heartbeatSeconds === undefined ? {} : { heartbeatInSeconds: heartbeatSeconds }),
  };
  return [
    { type: 'TaskScheduled', details: { taskScheduledEventDetails: scheduled } },
    { type: 'TaskStarted', details: { taskStartedEventDetails: integration(resource) } },
  ];
}

/** What became of a task: the details are named after the event. */
export function taskEvent(
  resource: string,
  what: 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut',
  details: object,
): HistoryEvent {
  return isFunction(resource)
    ? named(`LambdaFunction${what}`, details)
    : named(`Task${what}`, { ...integration(resource), ...details });
}

/** How many branches begin; a Map tells the number. */
export function branchesStarted(type: string, length: number): HistoryEvent {
  return type === 'Map' ? named('MapStateStarted', { length }) : { type: `${type}StateStarted` };
}

export function branchesEnded(type: string, what: 'Succeeded' | 'Failed'): HistoryEvent {
  return { type: `${type}State${what}` };
}

/** What an iteration of a Map tells of itself; other branches tell nothing. */
export function iterationEvents(
  { iterationOf, branch }: Execution,
  what: 'Started' | 'Succeeded' | 'Failed' | 'Aborted',
): readonly HistoryEvent[] {
  return iterationOf === null ? [] : [named(`MapIteration${what}`, { name: iterationOf, index: branch })];
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
  return named(type, withoutNull(told));
}

export function describeError({ error, message }: StateError): { error: string | null; cause: string } {
  return { error: error ?? null, cause: message };
}

export function describeOutput(output: Json): object {
  return { output: JSON.stringify(output), outputDetails: whole };
}

function withoutNull(fields: Readonly<Record<string, unknown>>): Record<string, unknown> {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
}

function named(type: string, details: object): HistoryEvent {
  return { type, details: { [`${type.charAt(0).toLowerCase()}${type.slice(1)}EventDetails`]: details } };
}

// arn:aws:states:::lambda:invoke.waitForTaskToken is the resource invoke.waitForTaskToken of lambda
function integration(resource: string): object {
  const [resourceType, name] = resource.split(':').slice(-2);
  return { resourceType, resource: name };
}
