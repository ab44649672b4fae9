import * as z from 'zod';
import type { Json } from '../../runtime/template/json.ts';
import { placeResult } from '../data/result-path.ts';
import { fillTemplate } from '../data/template.ts';
import {
  effectiveInput,
  effectiveOutput,
  everyState,
  following,
  inputAndOutput,
  payloadTemplate,
  resultPath,
} from './state-fields.ts';
import type { LambdaCall, Moved, StateKind, Visit } from './state-kind.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const invokeAndWait = `${invoke}.waitForTaskToken`;

const errorEquals = z.array(z.string()).min(1).readonly();

const taskSchema = z.strictObject({
  ...everyState,
  ...inputAndOutput,
  ...following,
  Type: z.literal('Task'),
  Resource: z.enum([invoke, invokeAndWait]),
  Parameters: z.strictObject({
    FunctionName: z.string().optional(),
    'FunctionName.$': z.string().optional(),
    InvocationType: z.literal('RequestResponse').optional(),
    Payload: payloadTemplate.optional(),
    'Payload.$': z.string().optional(),
  }),
  ResultSelector: payloadTemplate.optional(),
  ResultPath: resultPath,
  TimeoutSeconds: z.int().positive().optional(),
  HeartbeatSeconds: z.int().positive().optional(),
  Retry: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        // Step Functions' own defaults
        IntervalSeconds: z.int().positive().default(1),
        MaxAttempts: z.int().nonnegative().default(3),
        BackoffRate: z.number().min(1).default(2),
        MaxDelaySeconds: z.int().positive().optional(),
        JitterStrategy: z.enum(['FULL', 'NONE']).optional(),
      }),
    )
    .default([]),
  Catch: z
    .array(
      z.strictObject({
        Comment: z.string().optional(),
        ErrorEquals: errorEquals,
        ResultPath: resultPath,
        Next: z.string(),
      }),
    )
    .default([]),
});

type TaskState = z.infer<typeof taskSchema>;

/** Calls a function and takes its answer, or what comes back with the task token. */
export const task: StateKind = {
  parse(definition) {
    const state = taskSchema.parse(definition);
    return {
      type: state.Type,
      retry: state.Retry,
      catch: state.Catch,
      heartbeatSeconds: state.HeartbeatSeconds,
      enter: (visit) => ({ status: 'calling', call: lambdaCall(state, visit) }),
      leave: (visit, result) => leave(state, visit, result),
    };
  },
};

function lambdaCall(state: TaskState, visit: Visit): LambdaCall {
  const input = effectiveInput(state, visit);
  // the schema leaves an object with these two names
  const { FunctionName, Payload } = fillTemplate(withoutAbsent(state.Parameters), { ...visit, input }) as {
    FunctionName: Json;
    Payload?: Json;
  };
  return {
    functionName: String(FunctionName),
    payload: Payload ?? {},
    waitsForToken: state.Resource === invokeAndWait,
    timeoutSeconds: state.TimeoutSeconds,
    heartbeatSeconds: state.HeartbeatSeconds,
  };
}

function leave(state: TaskState, visit: Visit, result: Json): Moved {
  const selected =
    state.ResultSelector === undefined
      ? result
      : fillTemplate(state.ResultSelector, { ...visit, input: result });
  const output = placeResult(state.ResultPath, visit.input, selected);
  return { status: 'moved', next: state.Next, output: effectiveOutput(state, output, visit) };
}

function withoutAbsent(fields: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
