import { randomUUID } from 'node:crypto';
import { AwsError } from '../../protocols/service.ts';
import { type InvokeResult, TooManyRequestsException } from '../../runtime/lambda/function-config.ts';
import { isObject, type Json } from '../../runtime/template/json.ts';
import type { LambdaCall } from '../kinds/state-kind.ts';
import { StateError } from '../state-error.ts';
import { isFunction } from '../store/history.ts';
import type { StateMachine } from '../store/machine-table.ts';

/** Calls a function in the name of a state machine. */
export type InvokeFunction = (
  functionName: string,
  payload: string,
  machine: Pick<StateMachine, 'arn' | 'roleArn'>,
) => Promise<InvokeResult>;

export type CallOutcome =
  | { readonly status: 'succeeded'; readonly result: Json }
  | { readonly status: 'failed'; readonly error: StateError };

/** Calls a function as the integration `lambda:invoke` does, or directly; its errors keep the name that the function gave them. */
export async function invokeLambda(
  call: LambdaCall,
  invoke: (functionName: string, payload: string) => Promise<InvokeResult>,
): Promise<CallOutcome> {
  try {
    const { functionError, payload } = await invoke(call.functionName, JSON.stringify(call.payload));
    if (functionError !== undefined) return { status: 'failed', error: functionFailure(payload) };
    const answer: Json = JSON.parse(payload);
    return { status: 'succeeded', result: isFunction(call.resource) ? answer : invokeAnswer(answer) };
  } catch (error) {
    return { status: 'failed', error: invokeFailure(error) };
  }
}

// what else is thrown says that there is no such function
function invokeFailure(error: unknown): StateError {
  if (error instanceof AwsError) return new StateError('Lambda.AWSLambdaException', error.message);
  const name = error instanceof TooManyRequestsException ? error.name : 'ResourceNotFoundException';
  return new StateError(`Lambda.${name}`, error instanceof Error ? error.message : String(error));
}

function functionFailure(payload: string): StateError {
  const problem: unknown = JSON.parse(payload);
  const errorType = isObject(problem) ? problem.errorType : undefined;
  return new StateError(typeof errorType === 'string' ? errorType : 'Lambda.Unknown', payload);
}

function invokeAnswer(payload: Json): Json {
  return {
    ExecutedVersion: '$LATEST',
    Payload: payload,
    SdkHttpMetadata: { HttpStatusCode: 200 },
    SdkResponseMetadata: { RequestId: randomUUID() },
    StatusCode: 200,
  };
}
