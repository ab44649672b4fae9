import { fileURLToPath } from 'node:url';
import { afterEach, describe, expect, it } from 'vitest';
import { LambdaFunction } from '../../../../../infra/local/runtime/lambda/function.ts';
import {
  type FunctionConfig,
  TooManyRequestsException,
} from '../../../../../infra/local/runtime/lambda/function-config.ts';
import { createLogs } from '../../../../../infra/local/runtime/lambda/logs.ts';
import type { VirtualTime } from '../../../../../infra/local/runtime/lambda/virtual-time.ts';

const folder = (name: string) =>
  fileURLToPath(new URL(`../../../../fixtures/lambda/${name}`, import.meta.url));

const config: FunctionConfig = {
  name: 'shop-echo',
  arn: 'arn:aws:lambda:us-east-1:000000000000:function:shop-echo',
  folder: folder('echo'),
  handler: 'index.handler',
  runtime: 'nodejs24.x',
  memorySizeMegabytes: 512,
  timeoutSeconds: 30,
  concurrency: 1,
  isReserved: false,
  variables: { TABLE: 'Profiles' },
  logGroup: '/shop/echo',
  logging: { format: 'Text', applicationLevel: 'INFO', systemLevel: 'INFO' },
  roleArn: 'arn:aws:iam::000000000000:role/echo',
};

const deployed: LambdaFunction[] = [];
const logs = createLogs(() => 0);

function deploy(changes: Partial<FunctionConfig> = {}, time: () => VirtualTime = realTime): LambdaFunction {
  const made = new LambdaFunction({
    config: { ...config, ...changes },
    awsUrl: 'http://127.0.0.1:4566',
    time,
    logs,
  });
  deployed.push(made);
  return made;
}

const realTime = (): VirtualTime => ({ offsetMs: 0, standsAtMs: undefined });

async function call(target: LambdaFunction, event: object) {
  const { functionError, payload } = await target.invoke(JSON.stringify(event));
  return { functionError, answer: JSON.parse(payload) };
}

afterEach(() => {
  for (const each of deployed.splice(0)) each.stop();
});

describe('a function', () => {
  it('answers with what its handler returns', async () => {
    const { functionError, answer } = await call(deploy(), { action: 'echo', name: 'Ana' });

    expect(functionError).toBeUndefined();
    expect(answer).toEqual({ action: 'echo', name: 'Ana' });
  });

  it('uses a warm environment again', async () => {
    const target = deploy({ concurrency: 2 });

    const first = await call(target, { action: 'count' });
    const second = await call(target, { action: 'count' });

    expect(second.answer).toEqual({ invocations: 2, pid: first.answer.pid });
  });

  it('runs at most as many environments as its concurrency, one invocation each', async () => {
    const target = deploy({ concurrency: 2 });

    const answers = await Promise.all(Array.from({ length: 8 }, () => call(target, { action: 'count' })));

    expect(new Set(answers.map(({ answer }) => answer.pid)).size).toBeLessThanOrEqual(2);
  });

  it('refuses invocations beyond its reserved concurrency', async () => {
    const target = deploy({ isReserved: true });

    const first = call(target, { action: 'count' });

    await expect(call(target, { action: 'count' })).rejects.toThrow(TooManyRequestsException);
    expect((await first).answer.invocations).toBe(1);
    expect((await call(target, { action: 'count' })).answer.invocations).toBe(2);
  });

  it('sees the variables of the template and what AWS sets, and nothing else', async () => {
    const { answer } = await call(deploy(), { action: 'environment' });

    const { AWS_LAMBDA_RUNTIME_API: runtimeApi, _X_AMZN_TRACE_ID: traceId, ...variables } = answer;
    expect(runtimeApi).toMatch(/^127\.0\.0\.1:\d+$/);
    expect(traceId).toMatch(/^Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0$/);
    expect(variables).toEqual({
      _HANDLER: 'index.handler',
      AWS_ACCESS_KEY_ID: 'shop-echo',
      AWS_DEFAULT_REGION: 'us-east-1',
      AWS_ENDPOINT_URL: 'http://127.0.0.1:4566',
      AWS_EXECUTION_ENV: 'AWS_Lambda_nodejs24.x',
      AWS_LAMBDA_FUNCTION_MEMORY_SIZE: '512',
      AWS_LAMBDA_FUNCTION_NAME: 'shop-echo',
      AWS_LAMBDA_FUNCTION_VERSION: '$LATEST',
      AWS_LAMBDA_INITIALIZATION_TYPE: 'on-demand',
      AWS_LAMBDA_LOG_GROUP_NAME: '/shop/echo',
      AWS_LAMBDA_LOG_STREAM_NAME: 'local',
      AWS_REGION: 'us-east-1',
      AWS_SECRET_ACCESS_KEY: 'local',
      // names the environment
      AWS_SESSION_TOKEN: expect.stringMatching(/^[0-9a-f-]{36}$/),
      LAMBDA_RUNTIME_DIR: '/var/runtime',
      LAMBDA_TASK_ROOT: config.folder,
      LANG: 'en_US.UTF-8',
      PATH: '/var/lang/bin:/usr/local/bin:/usr/bin/:/bin:/opt/bin',
      TABLE: 'Profiles',
      TZ: ':UTC',
    });
  });

  it('tells its context as Lambda does', async () => {
    const { answer } = await call(deploy(), { action: 'context' });

    expect(answer).toMatchObject({
      functionName: 'shop-echo',
      functionVersion: '$LATEST',
      invokedFunctionArn: config.arn,
      memoryLimitInMB: '512',
      logGroupName: '/shop/echo',
    });
    expect(answer.remaining).toBeGreaterThan(0);
    expect(answer.remaining).toBeLessThanOrEqual(30_000);
  });

  it('keeps what it writes', async () => {
    const target = deploy({ name: 'shop-writer' });

    await call(target, { action: 'log', text: 'two carts' });
    await call(target, { action: 'fail' });

    const lines = logs.lines('writer').map((line) => line.text);
    expect(lines).toContain('two carts');
    expect(lines).toContain('two carts on stderr');
  });
});

describe('a function that logs in JSON', () => {
  const logging = { format: 'JSON', applicationLevel: 'WARN', systemLevel: 'WARN' } as const;
  const written = (name: string) => logs.lines(name).map(({ text }) => JSON.parse(text));

  it('writes an object for each line of its console, down to its level', async () => {
    const target = deploy({ name: 'json-writer', logging });

    await call(target, { action: 'log', text: 'two carts' });

    expect(written('json-writer')).toEqual([
      {
        timestamp: expect.stringMatching(/^\d{4}-.*Z$/),
        level: 'ERROR',
        requestId: expect.stringMatching(/^[0-9a-f-]{36}$/),
        message: 'two carts on stderr',
      },
    ]);
  });

  it('tells its errors at the level that metric filters look for', async () => {
    const target = deploy({ name: 'json-failing', logging });

    await call(target, { action: 'fail' });

    expect(written('json-failing')).toMatchObject([
      { level: 'ERROR', message: { errorType: 'Error', errorMessage: 'out of stock' } },
    ]);
  });

  it('passes on as they are the objects that it writes to stdout itself', async () => {
    const line = '{"_aws":{"CloudWatchMetrics":[]}}';

    await call(deploy({ name: 'json-metrics', logging }), { action: 'write', line });

    expect(logs.lines('json-metrics').map(({ text }) => text)).toEqual([line]);
  });

  it('knows its format and level by the variables of Lambda', async () => {
    const { answer } = await call(deploy({ logging }), { action: 'environment' });

    expect(answer).toMatchObject({ AWS_LAMBDA_LOG_FORMAT: 'JSON', AWS_LAMBDA_LOG_LEVEL: 'WARN' });
  });
});

describe('the virtual clock in a function', () => {
  it('moves Date from the first line of the bundle on', async () => {
    const offsetMs = 90 * 86_400_000;

    const { answer } = await call(
      deploy({}, () => ({ offsetMs, standsAtMs: undefined })),
      { action: 'time' },
    );

    expect(answer.loadedAt - Date.now()).toBeGreaterThan(offsetMs - 60_000);
    expect(answer.now - Date.now()).toBeGreaterThan(offsetMs - 60_000);
    expect(answer.year).toBe(1970);
  });

  it('follows the clock from one invocation to the next, standing still included', async () => {
    let time: VirtualTime = { offsetMs: 0, standsAtMs: undefined };
    const target = deploy({}, () => time);
    await call(target, { action: 'time' });

    time = { offsetMs: 0, standsAtMs: Date.parse('2030-01-01T00:00:00.000Z') };
    const { answer } = await call(target, { action: 'time' });

    expect(answer.date).toBe('2030-01-01T00:00:00.000Z');
  });
});

describe('a function that fails', () => {
  it('answers the type and message of the error and stays warm', async () => {
    const target = deploy();

    const { functionError, answer } = await call(target, { action: 'fail' });
    const after = await call(target, { action: 'count' });

    expect(functionError).toBe('Unhandled');
    expect(answer).toMatchObject({ errorType: 'OutOfStockError', errorMessage: 'out of stock' });
    expect(answer.trace[0]).toBe('OutOfStockError: out of stock');
    expect(after.answer.invocations).toBe(2);
  });

  it('is ended when it runs longer than its timeout, and the next invocation starts cold', async () => {
    const target = deploy({ timeoutSeconds: 1 });
    await call(target, { action: 'count' });

    const { answer } = await call(target, { action: 'hang' });
    const after = await call(target, { action: 'count' });

    expect(answer.errorType).toBe('Sandbox.Timedout');
    expect(answer.errorMessage).toMatch(
      /^RequestId: [0-9a-f-]{36} Error: Task timed out after 1\.00 seconds$/,
    );
    expect(after.answer.invocations).toBe(1);
  });

  it.each([
    ['exit', 'Runtime.ExitError', 'Runtime exited with error: exit status 3'],
    ['reject', 'Runtime.UnhandledPromiseRejection', 'nobody waits'],
  ])('loses its environment on %s', async (action, errorType, errorMessage) => {
    const target = deploy();

    const { answer } = await call(target, { action });
    const after = await call(target, { action: 'count' });

    expect(answer).toMatchObject({ errorType, errorMessage });
    expect(after.answer.invocations).toBe(1);
  });

  it.each([
    ['broken', 'index.handler', 'TypeError', 'no configuration'],
    [
      'missing-handler',
      'index.handler',
      'Runtime.HandlerNotFound',
      'index.handler is undefined or not exported',
    ],
    ['echo', 'other.handler', 'Runtime.ImportModuleError', "Error: Cannot find module 'other'"],
  ])('answers the error of its start: %s, %s', async (name, handler, errorType, errorMessage) => {
    const target = deploy({ folder: folder(name), handler });

    const { functionError, answer } = await call(target, {});

    expect(functionError).toBe('Unhandled');
    expect(answer).toMatchObject({ errorType, errorMessage });
  });

  it.each([
    ['buffers', 'Runtime.OutOfMemory', /Runtime exited with error: signal: killed$/],
    ['objects', 'Runtime.ExitError', /^Runtime exited with error: signal: aborted$/],
  ])('loses its environment when its %s take more memory than it has', async (action, errorType, message) => {
    const target = deploy({ memorySizeMegabytes: 128 });

    const { answer } = await call(target, { action });
    const after = await call(target, { action: 'count' });

    expect(answer).toMatchObject({ errorType, errorMessage: expect.stringMatching(message) });
    expect(after.answer.invocations).toBe(1);
  });

  it('may not answer more than six megabytes', async () => {
    const { answer } = await call(deploy(), { action: 'large' });

    expect(answer.errorType).toBe('Function.ResponseSizeTooLarge');
  });
});
