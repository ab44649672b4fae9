import {
  CreateStateMachineCommand,
  DeleteStateMachineCommand,
  DescribeStateMachineCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  TagResourceCommand,
  UpdateStateMachineCommand,
} from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { LocalStates } from '../../../support/aws/local-states.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const roleArn = 'arn:aws:iam::000000000000:role/journeys';
const hold = { StartAt: 'hold', States: { hold: { Type: 'Wait', Seconds: 60, End: true } } };
const answer = (result: string) => ({
  StartAt: 'hold',
  States: {
    hold: { Type: 'Wait', Seconds: 60, Next: 'answer' },
    answer: { Type: 'Pass', Result: result, End: true },
  },
});

describe('state machines', () => {
  let local: LocalStates;
  beforeEach(async () => {
    local = await LocalStates.start({ now: start });
  });
  afterEach(() => local.close());

  const create = (name: string, definition: object) =>
    local.client.send(
      new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn }),
    );
  const status = (stateMachineArn: string) =>
    local.client.send(new DescribeStateMachineCommand({ stateMachineArn }));

  it('are created once, described and listed', async () => {
    const arn = await local.create('welcome', hold);
    await local.create('winback', hold);

    expect(await local.create('welcome', hold)).toBe(arn);
    expect(await status(arn)).toMatchObject({ name: 'welcome', status: 'ACTIVE', type: 'STANDARD', roleArn });
    const first = await local.client.send(new ListStateMachinesCommand({ maxResults: 1 }));
    const second = await local.client.send(new ListStateMachinesCommand({ nextToken: first.nextToken }));
    expect([first, second].flatMap(({ stateMachines }) => stateMachines?.map(({ name }) => name))).toEqual([
      'welcome',
      'winback',
    ]);
  });

  it.each([
    ['another definition under a name', 'welcome', answer('x'), 'StateMachineAlreadyExists'],
    ['a definition that cannot run', 'other', { StartAt: 'a', States: {} }, 'InvalidDefinition'],
    ['a name with a space', 'two words', hold, 'InvalidName'],
    ['a name of 81 characters', 'x'.repeat(81), hold, 'InvalidName'],
  ])('are refused with %s', async (_case, name, definition, error) => {
    await local.create('welcome', hold);

    await expect(create(name, definition)).rejects.toMatchObject({ name: error });
  });

  it('change for executions that start later only', async () => {
    const stateMachineArn = await local.create('welcome', answer('one'));
    const older = await local.start(stateMachineArn);

    const definition = JSON.stringify(answer('two'));
    await local.client.send(new UpdateStateMachineCommand({ stateMachineArn, definition }));
    const newer = await local.start(stateMachineArn);
    await local.advance(60_000);

    expect((await local.describe(older)).output).toBe('"one"');
    expect((await local.describe(newer)).output).toBe('"two"');
    expect(await status(stateMachineArn)).toMatchObject({ definition });
  });

  it('are gone with their last execution', async () => {
    const stateMachineArn = await local.create('welcome', hold);
    await local.start(stateMachineArn);

    await local.client.send(new DeleteStateMachineCommand({ stateMachineArn }));
    const while_ = await status(stateMachineArn);
    const refused = local.start(stateMachineArn, {}, 'another');
    await expect(refused).rejects.toMatchObject({ name: 'StateMachineDeleting' });
    await local.advance(60_000);

    expect(while_.status).toBe('DELETING');
    await expect(status(stateMachineArn)).rejects.toMatchObject({ name: 'StateMachineDoesNotExist' });
  });

  it('say which operation there is not', async () => {
    const tag = new TagResourceCommand({ resourceArn: 'arn:x', tags: [] });

    await expect(local.client.send(tag)).rejects.toMatchObject({ name: 'UnknownOperationException' });
  });
});

describe('executions', () => {
  let local: LocalStates;
  let machine: string;
  beforeEach(async () => {
    local = await LocalStates.start({ now: start });
    machine = await local.create('welcome', hold);
  });
  afterEach(() => local.close());

  it('start once under a name while they run with the same input', async () => {
    const one = await local.start(machine, { a: 1 }, 'run-1');

    expect(await local.start(machine, { a: 1 }, 'run-1')).toBe(one);
    expect(local.states.transitions()).toHaveLength(1);
    await expect(local.start(machine, { a: 2 }, 'run-1')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
    await local.advance(60_000);
    await expect(local.start(machine, { a: 1 }, 'run-1')).rejects.toMatchObject({
      name: 'ExecutionAlreadyExists',
    });
  });

  it('may have the name of one that ended 90 days ago', async () => {
    const first = await local.start(machine, {}, 'run-1');
    await local.advance(60_000 + 90 * DAY);

    expect(await local.start(machine, { again: true }, 'run-1')).toBe(first);
    expect(await local.history(first)).toEqual(['ExecutionStarted', 'WaitStateEntered']);
  });

  it.each([
    ['an input that is no JSON', { input: '{' }, 'InvalidExecutionInput'],
    ['more than 256 KB', { input: JSON.stringify('x'.repeat(262_144)) }, 'InvalidExecutionInput'],
    ['a name with a slash', { name: 'a/b' }, 'InvalidName'],
    [
      'no such machine',
      { stateMachineArn: 'arn:aws:states:us-east-1:000000000000:stateMachine:nobody' },
      'StateMachineDoesNotExist',
    ],
    ['what is no ARN of a machine', { stateMachineArn: 'welcome' }, 'InvalidArn'],
  ])('are refused with %s', async (_case, changed, error) => {
    const command = new StartExecutionCommand({ stateMachineArn: machine, ...changed });

    await expect(local.client.send(command)).rejects.toMatchObject({ name: error });
  });

  it('stop where they are', async () => {
    const executionArn = await local.start(machine);
    const stop = new StopExecutionCommand({ executionArn, error: 'RunCancelled', cause: 'bought' });

    const first = await local.client.send(stop);
    await local.advance(DAY);
    const second = await local.client.send(stop);

    expect(second.stopDate).toEqual(first.stopDate);
    expect(await local.describe(executionArn)).toMatchObject({
      ...{ status: 'ABORTED', error: 'RunCancelled', cause: 'bought', stopDate: new Date(start) },
    });
    expect(await local.history(executionArn)).toEqual([
      'ExecutionStarted',
      'WaitStateEntered',
      'ExecutionAborted',
    ]);
  });

  it('stop while their function runs, whose answer counts for nothing', async () => {
    const { promise, resolve } = Promise.withResolvers<string>();
    local.functions.work = () => promise;
    const states = {
      a: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: 'work' },
        End: true,
      },
    };
    const busy = await local.create('busy', { StartAt: 'a', States: states });
    const started = local.start(busy);
    await expect.poll(() => local.calls.length).toBe(1);
    const [{ arn: executionArn } = { arn: '' }] = local.states.transitions();

    await local.client.send(new StopExecutionCommand({ executionArn }));
    await started;
    resolve('late');
    await local.settle();

    expect(await local.describe(executionArn)).toMatchObject({ status: 'ABORTED' });
  });

  it('are listed by status, the newest first', async () => {
    const older = await local.start(machine, {}, 'older');
    await local.advance(30_000);
    const newer = await local.start(machine, {}, 'newer');
    await local.advance(30_000);
    const list = async (statusFilter?: 'RUNNING' | 'SUCCEEDED') => {
      const listed = await local.client.send(
        new ListExecutionsCommand({ stateMachineArn: machine, statusFilter }),
      );
      return listed.executions?.map(({ executionArn }) => executionArn);
    };

    expect(await list()).toEqual([newer, older]);
    expect(await list('RUNNING')).toEqual([newer]);
    expect(await list('SUCCEEDED')).toEqual([older]);
  });

  it('tell their history in pages, either way', async () => {
    const executionArn = await local.start(machine, { a: 1 });
    await local.advance(60_000);
    const command = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, maxResults: 3 });

    const { events, nextToken } = await local.client.send(command);

    expect(events?.map(({ id, previousEventId, type }) => [id, previousEventId, type])).toEqual([
      [4, 3, 'ExecutionSucceeded'],
      [3, 2, 'WaitStateExited'],
      [2, 1, 'WaitStateEntered'],
    ]);
    expect(events?.[0]).toMatchObject({
      timestamp: new Date(start + 60_000),
      executionSucceededEventDetails: { output: '{"a":1}' },
    });
    const rest = new GetExecutionHistoryCommand({ executionArn, reverseOrder: true, nextToken });
    expect((await local.client.send(rest)).events).toMatchObject([
      { type: 'ExecutionStarted', executionStartedEventDetails: { input: '{"a":1}', roleArn } },
    ]);
  });

  it('tell EventBridge when they start and end', async () => {
    const executionArn = await local.start(machine, { a: 1 }, 'run-1');
    await local.advance(60_000);

    expect(local.statusEvents.map(({ detail }) => detail.status)).toEqual(['RUNNING', 'SUCCEEDED']);
    expect(local.statusEvents[1]).toMatchObject({
      source: 'aws.states',
      detailType: 'Step Functions Execution Status Change',
      resources: [executionArn],
      detail: {
        ...{ executionArn, stateMachineArn: machine, name: 'run-1', input: '{"a":1}', output: '{"a":1}' },
        ...{ startDate: start, stopDate: start + 60_000, error: null },
      },
    });
  });

  it('end after a loop of 25,000 events', async () => {
    const loop = await local.create('loop', {
      StartAt: 'a',
      States: {
        a: { Type: 'Choice', Choices: [{ Variable: '$', IsNull: true, Next: 'b' }], Default: 'a' },
        b: { Type: 'Succeed' },
      },
    });

    const execution = await local.describe(await local.start(loop));

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.Runtime' });
    expect(execution.cause).toContain('maximum number of history events (25000)');
  });
});
