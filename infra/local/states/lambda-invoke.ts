import { randomUUID } from 'node:crypto';
import { AwsError } from '../protocols/service.ts';
import type { InvokeResult } from '../runtime/lambda/function-config.ts';
import { isObject, type Json } from '../runtime/template/json.ts';
import type { LambdaCall } from './kinds/state-kind.ts';
import { StateError } from './state-error.ts';
import type { StateMachine } from './store/machine-table.ts';

/** Calls a function in the name of a state machine. */
export type InvokeFunction = (
  functionName: string,
  payload: string,
  machine: Pick<StateMachine, 'arn' | 'roleArn'>,
) => Promise<InvokeResult>;

export type CallOutcome =
  | { readonly status: 'succeeded'; readonly result: Json }
  | { readonly status: 'failed'; readonly error: StateError };

/** Calls a function as the integration `lambda:invoke` does; its errors keep the name that the function gave them. */
export async function invokeLambda(
  call: LambdaCall,
  invoke: (functionName: string, payload: string) => Promise<InvokeResult>,
): Promise<CallOutcome> {
  try {
    const { functionError, payload } = await invoke(call.functionName, JSON.stringify(call.payload));
    if (functionError !== undefined) return { status: 'failed', error: functionFailure(payload) };
    return { status: 'succeeded', result: invokeAnswer(JSON.parse(payload)) };
  } catch (error) {
    if (error instanceof AwsError) {
      return { status: 'failed', error: new StateError('Lambda.AWSLambdaException', error.message) };
    }
    // whoever runs the functions throws nothing else but that one is not there
    return {
      status: 'failed',
      error: new StateError('Lambda.ResourceNotFoundException', String(error)),
    };
  }
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
