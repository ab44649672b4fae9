import {
  GetFunctionConfigurationCommand,
  InvokeCommand,
  LambdaClient,
  ListFunctionsCommand,
} from '@aws-sdk/client-lambda';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import {
  type FunctionConfig,
  failed,
  TooManyRequestsException,
} from '../../../../../infra/local/runtime/lambda/function-config.ts';
import { openLambda } from '../../../../../infra/local/services/lambda/lambda.ts';
import { type LocalAws, serveAws } from '../../../../support/aws/local-aws.ts';

const config: FunctionConfig = {
  name: 'shop-echo',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-echo',
  folder: '/shop',
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  memorySizeMegabytes: 512,
  timeoutSeconds: 30,
  concurrency: 1,
  isReserved: true,
  variables: { TABLE: 'Profiles' },
  logGroup: '/shop/echo',
  logging: { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO' },
  roleArn: 'arn:aws:iam::000000000000:role/echo',
};
const queued: string[] = [];

let aws: LocalAws;
let client: LambdaClient;
beforeAll(async () => {
  const service = openLambda({
    configs: () => [config],
    send: (arn, payload) => void queued.push(`${arn} ${payload}`),
    async invoke(_name, payload) {
      if (payload.includes('full')) throw new TooManyRequestsException('shop-echo');
      return payload.includes('fail') ? failed('Error', 'oh') : { functionError: undefined, payload };
    },
  });
  aws = await serveAws([service]);
  client = new LambdaClient(aws.config);
});
afterAll(async () => {
  client.destroy();
  await aws.close();
});

const invoke = (payload: string, more: { type?: 'Event' | 'DryRun'; name?: string } = {}) =>
  client.send(
    new InvokeCommand({
      FunctionName: more.name ?? 'shop-echo',
      InvocationType: more.type,
      Payload: Buffer.from(payload),
    }),
  );

describe('the local Lambda', () => {
  it.each(['shop-echo', config.arn, `${config.arn}:$LATEST`])('calls a function by %s', async (name) => {
    const { StatusCode, Payload, FunctionError } = await invoke('{"order":7}', { name });

    expect(StatusCode).toBe(200);
    expect(FunctionError).toBeUndefined();
    expect(Payload?.transformToString()).toBe('{"order":7}');
  });

  it('tells the error of a function', async () => {
    const { FunctionError, Payload } = await invoke('{"fail":true}');

    expect(FunctionError).toBe('Unhandled');
    expect(JSON.parse(Payload?.transformToString() ?? '')).toEqual({
      errorType: 'Error',
      errorMessage: 'oh',
    });
  });

  it('queues an event, and only checks a dry run', async () => {
    const event = await invoke('{"order":8}', { type: 'Event' });
    const dry = await invoke('{"order":9}', { type: 'DryRun' });

    expect([event.StatusCode, dry.StatusCode]).toEqual([202, 204]);
    expect(queued).toEqual([`${config.arn} {"order":8}`]);
  });

  it.each([
    ['a function that is not there', '{}', 'nobody', 'ResourceNotFoundException'],
    ['a function without an environment left', '{"full":true}', 'shop-echo', 'TooManyRequestsException'],
    ['more than 6 MB', `"${'x'.repeat(6 * 1024 * 1024)}"`, 'shop-echo', 'RequestTooLargeException'],
    ['what is not JSON', '{', 'shop-echo', 'InvalidRequestContentException'],
  ])('refuses %s', async (_name, payload, name, error) => {
    await expect(invoke(payload, { name })).rejects.toMatchObject({ name: error });
  });

  it('lists and describes what is deployed', async () => {
    const { Functions } = await client.send(new ListFunctionsCommand({}));
    const described = await client.send(new GetFunctionConfigurationCommand({ FunctionName: 'shop-echo' }));

    expect(Functions?.map(({ FunctionName }) => FunctionName)).toEqual(['shop-echo']);
    expect(described).toMatchObject({
      Runtime: 'nodejs24.x',
      Environment: { Variables: { TABLE: 'Profiles' } },
    });
  });
});
