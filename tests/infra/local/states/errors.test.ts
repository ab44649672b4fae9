import {
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { errorMatches } from '../../../../infra/local/states/state-error.ts';
import { LocalStates } from '../../../support/aws/local-states.ts';

const MINUTE = 60_000;
const start = Date.UTC(2026, 0, 1);

const task = (fields: object) => ({
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'work' },
  End: true,
  ...fields,
});

const thrown = (name: string) => () => {
  throw Object.assign(new Error(`this is ${name}`), { name });
};

describe('the name of an error', () => {
  it.each([
    [['OutOfStock'], 'OutOfStock', true],
    [['OutOfStock'], 'Other', false],
    [['Other', 'States.ALL'], 'OutOfStock', true],
    [['States.TaskFailed'], 'OutOfStock', true],
    [['States.TaskFailed'], 'States.Timeout', false],
    [['States.Timeout'], 'States.HeartbeatTimeout', true],
    [['States.HeartbeatTimeout'], 'States.Timeout', false],
    [['States.ALL'], 'States.Timeout', true],
    // nothing stops these
    [['States.ALL'], 'States.Runtime', false],
    [['States.DataLimitExceeded'], 'States.DataLimitExceeded', false],
    [['States.ALL'], undefined, false],
  ])('%j matches %s: %s', (names, error, expected) => {
    expect(errorMatches(names, error)).toBe(expected);
  });
});

describe('a task that fails', () => {
  let local: LocalStates;
  beforeEach(async () => {
    local = await LocalStates.start({ now: start });
  });
  afterEach(() => local.close());

  const callTimes = () => local.calls.map(({ at }) => (at - start) / 1000);

  it.each([
    ['by default three times, twice as late each time', {}, [0, 1, 3, 7]],
    ['as late as it says', { IntervalSeconds: 10, BackoffRate: 3, MaxAttempts: 2 }, [0, 10, 40]],
    [
      'never later than it says',
      { IntervalSeconds: 10, MaxDelaySeconds: 15, MaxAttempts: 3 },
      [0, 10, 25, 40],
    ],
    ['not at all when it says so', { MaxAttempts: 0 }, [0]],
  ])('is repeated %s', async (_case, retrier, times) => {
    local.functions.work = thrown('Broken');
    const { executionArn } = await local.run({
      a: task({ Retry: [{ ErrorEquals: ['Broken'], ...retrier }] }),
    });

    await local.advance(60 * MINUTE);

    expect(callTimes()).toEqual(times);
    expect(await local.describe(executionArn)).toMatchObject({ status: 'FAILED', error: 'Broken' });
  });

  it('is repeated once after 900 seconds and then goes on', async () => {
    local.functions.work = (_payload, calls) =>
      calls.length === 1 ? thrown('SendUnsettled')() : { state: 'UNKNOWN' };
    const { executionArn } = await local.run({
      a: task({ Retry: [{ ErrorEquals: ['SendUnsettled'], IntervalSeconds: 900, MaxAttempts: 1 }] }),
    });

    await local.advance(899_999);
    const before = local.calls.length;
    await local.advance(1);

    expect(before).toBe(1);
    expect(callTimes()).toEqual([0, 900]);
    expect(await local.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    // start, state, repetition: what AWS bills
    expect(local.states.transitions()).toMatchObject([{ arn: executionArn, transitions: 3 }]);
  });

  it('counts each retrier for itself and tells the count', async () => {
    local.functions.work = (payload, calls) =>
      calls.length < 4 ? thrown(calls.length % 2 === 1 ? 'Odd' : 'Even')() : payload;
    const { executionArn } = await local.run({
      a: task({
        Parameters: { FunctionName: 'work', 'Payload.$': '$$.State.RetryCount' },
        Retry: [
          { ErrorEquals: ['Odd'], MaxAttempts: 2 },
          { ErrorEquals: ['Even'], MaxAttempts: 1 },
        ],
        OutputPath: '$.Payload',
      }),
    });

    await local.advance(MINUTE);

    expect(local.calls.map(({ payload }) => payload)).toEqual([0, 1, 2, 3]);
    expect(await local.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '3' });
  });

  it.each([
    ['the error of its name', 'Broken'],
    ['any error', 'States.ALL'],
    ['any error of a task', 'States.TaskFailed'],
  ])('goes where it catches %s, with the error beside the input', async (_case, name) => {
    local.functions.work = thrown('Broken');
    const execution = await local.run(
      {
        a: task({
          Catch: [
            { ErrorEquals: ['Other'], Next: 'no' },
            { ErrorEquals: [name], Next: 'yes', ResultPath: '$.caught' },
          ],
        }),
        yes: { Type: 'Succeed' },
        no: { Type: 'Fail' },
      },
      { profileId: 'p1' },
    );

    expect(JSON.parse(execution.output ?? '')).toMatchObject({
      profileId: 'p1',
      caught: { Error: 'Broken', Cause: expect.stringContaining('"errorMessage":"this is Broken"') },
    });
  });

  it('catches what is left after the repetitions', async () => {
    local.functions.work = thrown('Broken');
    const { executionArn } = await local.run({
      a: task({
        Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'done' }],
      }),
      done: { Type: 'Succeed' },
    });

    await local.advance(MINUTE);

    expect(local.calls).toHaveLength(2);
    expect(await local.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED' });
    expect(await local.history(executionArn)).toEqual([
      'ExecutionStarted',
      'TaskStateEntered',
      ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
      ...['TaskScheduled', 'TaskStarted', 'TaskFailed'],
      'TaskStateExited',
      'SucceedStateEntered',
      'SucceedStateExited',
      'ExecutionSucceeded',
    ]);
  });

  it('lasts no longer than its timeout, and what it answers later counts for nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    local.functions.work = () => promise;
    const machine = await local.create('slow', {
      StartAt: 'a',
      States: {
        a: task({ TimeoutSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'late' }] }),
        late: { Type: 'Pass', Result: 'late', End: true },
      },
    });
    const started = local.start(machine);
    await expect.poll(() => local.calls.length).toBe(1);

    await local.clock.advanceTo(start + 30_000, { between: async () => {} });
    const executionArn = await started;
    resolve('too late');
    await local.settle();

    expect(await local.describe(executionArn)).toMatchObject({ status: 'SUCCEEDED', output: '"late"' });
  });

  it('ends the whole execution at the timeout of the machine', async () => {
    const machine = await local.create('limited', {
      StartAt: 'a',
      TimeoutSeconds: 60,
      States: { a: { Type: 'Wait', Seconds: 61, End: true } },
    });
    const executionArn = await local.start(machine);

    await local.advance(60_000);

    expect(await local.describe(executionArn)).toMatchObject({ status: 'TIMED_OUT' });
    expect(local.statusEvents.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'TIMED_OUT']);
  });
});

describe('a task that waits for its token', () => {
  let local: LocalStates;
  beforeEach(async () => {
    local = await LocalStates.start({ now: start });
  });
  afterEach(() => local.close());

  const waiting = (fields: object = {}) =>
    task({
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'work', Payload: { 'token.$': '$$.Task.Token' } },
      ...fields,
    });
  const token = (): string => {
    const { payload } = local.calls.at(-1) ?? {};
    return (payload as { token: string }).token; // what the template above makes
  };

  it('goes on with what comes back, not with what the function answers', async () => {
    local.functions.work = () => 'taken';
    const { executionArn, status } = await local.run({ a: waiting() });

    await local.advance(40 * 24 * 60 * MINUTE);
    await local.client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '{"event":"bought"}' }));
    await local.settle();

    expect(status).toBe('RUNNING');
    expect(await local.describe(executionArn)).toMatchObject({
      status: 'SUCCEEDED',
      output: '{"event":"bought"}',
    });
  });

  it('takes a token that comes back before the function has answered', async () => {
    const { promise, resolve } = Promise.withResolvers<void>();
    local.functions.work = () => promise;
    const machine = await local.create('early', { StartAt: 'a', States: { a: waiting() } });
    const started = local.start(machine);
    await expect.poll(() => local.calls.length).toBe(1);

    await local.client.send(new SendTaskSuccessCommand({ taskToken: token(), output: '1' }));
    resolve();
    await local.settle();

    expect(await local.describe(await started)).toMatchObject({ status: 'SUCCEEDED', output: '1' });
  });

  it('fails with what comes back', async () => {
    local.functions.work = () => null;
    const { executionArn } = await local.run({ a: waiting() });

    await local.client.send(new SendTaskFailureCommand({ taskToken: token(), error: 'Gone', cause: 'why' }));
    await local.settle();

    expect(await local.describe(executionArn)).toMatchObject({
      status: 'FAILED',
      error: 'Gone',
      cause: 'why',
    });
  });

  it('lives as long as its heart beats', async () => {
    local.functions.work = () => null;
    const { executionArn } = await local.run({ a: waiting({ HeartbeatSeconds: 60, TimeoutSeconds: 600 }) });

    await local.advance(59_000);
    await local.client.send(new SendTaskHeartbeatCommand({ taskToken: token() }));
    await local.advance(59_000);
    const alive = await local.describe(executionArn);
    await local.advance(1_000);

    expect(alive.status).toBe('RUNNING');
    expect(await local.describe(executionArn)).toMatchObject({ error: 'States.HeartbeatTimeout' });
  });

  it('takes each token once, and none that it did not give', async () => {
    local.functions.work = () => null;
    await local.run({ a: waiting() });
    const success = (taskToken: string) =>
      local.client.send(new SendTaskSuccessCommand({ taskToken, output: '1' }));

    await success(token());
    await local.settle();

    await expect(success(token())).rejects.toMatchObject({ name: 'TaskTimedOut' });
    await expect(success('made up')).rejects.toMatchObject({ name: 'InvalidToken' });
  });
});
