import { AwsError, type AwsRequest, type AwsResponse, type AwsService } from '../../protocols/service.ts';
import {
  type FunctionConfig,
  type InvokeResult,
  TooManyRequestsException,
} from '../../runtime/lambda/function-config.ts';

export type LambdaPorts = {
  readonly configs: () => readonly FunctionConfig[];
  readonly invoke: (name: string, payload: string) => Promise<InvokeResult>;
  /** Queues an asynchronous invocation. */
  readonly send: (arn: string, payload: string) => void;
};

type Call = { readonly request: AwsRequest; readonly config: FunctionConfig };
type Operation = (call: Call, ports: LambdaPorts) => AwsResponse | Promise<AwsResponse>;

const functionsPath = '/2015-03-31/functions';
// Lambda's own limits for what is handed to a function
const maxPayloadBytes = { RequestResponse: 6 * 1024 * 1024, Event: 1024 * 1024, DryRun: 6 * 1024 * 1024 };

const operations: Readonly<Record<string, Operation>> = {
  'POST invocations': invoke,
  'GET ': ({ config }) => json(200, { Configuration: describe(config) }),
  'GET configuration': ({ config }) => json(200, describe(config)),
};

/** The local Lambda for whoever calls functions by hand, with an SDK or the AWS CLI. */
export function openLambda(ports: LambdaPorts): AwsService {
  return {
    name: 'lambda',
    refuse,
    async handle(request) {
      try {
        return await answer(request, ports);
      } catch (error) {
        if (error instanceof AwsError) return refuse(error);
        throw error;
      }
    },
  };
}

async function answer(request: AwsRequest, ports: LambdaPorts): Promise<AwsResponse> {
  const [name = '', action = ''] = request.path.slice(functionsPath.length + 1).split('/');
  if (request.method === 'GET' && name === '')
    return json(200, { Functions: ports.configs().map(describe), NextMarker: null });
  const operation = operations[`${request.method} ${action}`];
  if (operation === undefined || !request.path.startsWith(functionsPath))
    throw new AwsError(
      'UnknownOperationException',
      `the local Lambda has no ${request.method} ${request.path}`,
    );
  return operation({ request, config: find(decodeURIComponent(name), ports) }, ports);
}

function find(nameOrArn: string, { configs }: LambdaPorts): FunctionConfig {
  const name = nameOrArn.split(':function:').at(-1)?.split(':')[0] ?? nameOrArn;
  const config = configs().find((each) => each.name === name);
  if (config !== undefined) return config;
  const there = configs().map((each) => each.name);
  const message = `Function not found: ${name}, there are: ${there.join(', ')}`;
  throw new AwsError('ResourceNotFoundException', message, { status: 404 });
}

async function invoke({ request, config }: Call, ports: LambdaPorts): Promise<AwsResponse> {
  const type = request.headers['x-amz-invocation-type'] ?? 'RequestResponse';
  const limit = Object.entries(maxPayloadBytes).find(([name]) => name === type)?.[1];
  if (limit === undefined)
    throw new AwsError('InvalidParameterValueException', `no InvocationType "${type}"`);
  if (request.body.length > limit)
    throw new AwsError('RequestTooLargeException', `${request.body.length} bytes, at most ${limit}`, {
      status: 413,
    });
  const payload = request.body.toString() || '{}';
  if (!isJson(payload)) throw new AwsError('InvalidRequestContentException', 'the payload is not JSON');
  if (type === 'DryRun') return { status: 204, body: '' };
  if (type === 'RequestResponse') return invoked(await run(config, payload, ports));
  ports.send(config.arn, payload);
  return { status: 202, body: '' };
}

async function run(config: FunctionConfig, payload: string, ports: LambdaPorts): Promise<InvokeResult> {
  try {
    return await ports.invoke(config.name, payload);
  } catch (error) {
    if (!(error instanceof TooManyRequestsException)) throw error;
    throw new AwsError(error.name, error.message, { status: 429 });
  }
}

function invoked({ functionError, payload }: InvokeResult): AwsResponse {
  const headers: Record<string, string> = {
    'content-type': 'application/json',
    'x-amz-executed-version': '$LATEST',
    ...(functionError === undefined ? {} : { 'x-amz-function-error': functionError }),
  };
  return { status: 200, headers, body: payload };
}

function describe(config: FunctionConfig): object {
  return {
    FunctionName: config.name,
    FunctionArn: config.arn,
    Handler: config.handler,
    MemorySize: config.memorySizeMegabytes,
    Role: config.roleArn,
    Runtime: config.runtime,
    State: 'Active',
    Timeout: config.timeoutSeconds,
    Version: '$LATEST',
    Environment: { Variables: config.variables },
  };
}

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

function json(status: number, body: object): AwsResponse {
  return { status, headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) };
}

function refuse({ code, message, status }: AwsError): AwsResponse {
  const answer = json(status, { Type: 'User', Message: message });
  return { ...answer, headers: { ...answer.headers, 'x-amzn-errortype': code } };
}
