import * as z from 'zod';
import type { Json } from '../../runtime/template/json.ts';
import type { Sources } from '../data/path.ts';
import { fillTemplate } from '../data/template.ts';
import {
  effectiveInput,
  errorHandling,
  everyState,
  following,
  inputAndOutput,
  leaveWithResult,
  path,
  payloadTemplate,
  readNumber,
  resultFields,
} from './state-fields.ts';
import type { LambdaCall, StateKind, Visit } from './state-kind.ts';

const invoke = 'arn:aws:states:::lambda:invoke';
const invokeAndWait = `${invoke}.waitForTaskToken`;

const everyTask = {
  ...everyState,
  ...inputAndOutput,
  ...following,
  ...resultFields,
  ...errorHandling,
  Type: z.literal('Task'),
  TimeoutSeconds: z.int().positive().optional(),
  TimeoutSecondsPath: path.optional(),
  HeartbeatSeconds: z.int().positive().optional(),
  HeartbeatSecondsPath: path.optional(),
};

const integrationSchema = z.strictObject({
  ...everyTask,
  Resource: z.enum([invoke, invokeAndWait]),
  Parameters: z.strictObject({
    FunctionName: z.string().optional(),
    'FunctionName.$': z.string().optional(),
    InvocationType: z.literal('RequestResponse').optional(),
    Payload: payloadTemplate.optional(),
    'Payload.$': z.string().optional(),
  }),
});

const functionSchema = z.strictObject({
  ...everyTask,
  Resource: z.string().regex(/^arn:aws:lambda:[^:]+:\d{12}:function:/),
  Parameters: payloadTemplate.optional(),
});

type Called = Pick<LambdaCall, 'functionName' | 'payload'>;
type TaskState = {
  readonly state: z.infer<typeof functionSchema> | z.infer<typeof integrationSchema>;
  called(sources: Sources): Called;
};

/** Calls a function and takes its answer, or what comes back with the task token. */
export const task: StateKind = {
  parse(definition) {
    const { state, called } = parseTask(definition);
    const { TimeoutSeconds: timeout, HeartbeatSeconds: heartbeat } = state;
    if (timeout !== undefined && heartbeat !== undefined && heartbeat >= timeout) {
      throw new Error(`HeartbeatSeconds must be less than TimeoutSeconds, got ${heartbeat} and ${timeout}`);
    }
    const sourcesOf = (visit: Visit): Sources => ({ ...visit, input: effectiveInput(state, visit) });
    const heartbeatSeconds = (visit: Visit): number | undefined =>
      readNumber(heartbeat, state.HeartbeatSecondsPath, sourcesOf(visit));
    return {
      type: state.Type,
      retry: state.Retry,
      catch: state.Catch,
      resource: state.Resource,
      heartbeatSeconds,
      enter(visit) {
        const sources = sourcesOf(visit);
        const call: LambdaCall = {
          ...called(sources),
          resource: state.Resource,
          waitsForToken: state.Resource === invokeAndWait,
          timeoutSeconds: readNumber(timeout, state.TimeoutSecondsPath, sources),
          heartbeatSeconds: heartbeatSeconds(visit),
        };
        return { status: 'calling', call };
      },
      leave: (visit, result) => leaveWithResult(state, visit, result),
    };
  },
};

// not one union of both, whose problems would be those of both
function parseTask(definition: unknown): TaskState {
  const { Resource } = z.looseObject({ Resource: z.string() }).parse(definition);
  if (Resource.startsWith('arn:aws:lambda:')) return parseFunction(definition);
  if (Resource === invoke || Resource === invokeAndWait) return parseIntegration(definition);
  throw new Error(`no Resource "${Resource}", only ${invoke}, ${invokeAndWait} and functions by their ARN`);
}

function parseFunction(definition: unknown): TaskState {
  const state = functionSchema.parse(definition);
  const { Resource: functionName, Parameters } = state;
  return {
    state,
    called: (sources) => ({
      functionName,
      payload: Parameters === undefined ? sources.input : fillTemplate(Parameters, sources),
    }),
  };
}

function parseIntegration(definition: unknown): TaskState {
  const state = integrationSchema.parse(definition);
  return {
    state,
    called(sources) {
      // the schema leaves an object with these two names
      const { FunctionName, Payload } = fillTemplate(withoutAbsent(state.Parameters), sources) as {
        FunctionName: Json;
        Payload?: Json;
      };
      return { functionName: String(FunctionName), payload: Payload ?? {} };
    },
  };
}

function withoutAbsent(fields: Readonly<Record<string, Json | undefined>>): Json {
  return Object.fromEntries(
    Object.entries(fields).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  );
}
