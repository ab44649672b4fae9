import {
  DescribeStateMachineCommand,
  DescribeStateMachineForExecutionCommand,
  GetExecutionHistoryCommand,
  ListExecutionsCommand,
  ListStateMachinesCommand,
  SendTaskFailureCommand,
  SendTaskHeartbeatCommand,
  SendTaskSuccessCommand,
  StartExecutionCommand,
  StopExecutionCommand,
  UpdateStateMachineCommand,
  ValidateStateMachineDefinitionCommand,
} from '@aws-sdk/client-sfn';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalStates } from '../../../support/aws/local-states.ts';

const hold = { StartAt: 'hold', States: { hold: { Type: 'Wait', Seconds: 60, End: true } } };
const arn = (rest: string): string => `arn:aws:states:us-east-1:000000000000:${rest}`;
const nobody = arn('stateMachine:nobody');
const noRun = arn('execution:welcome:nobody');
const token = 'x'.repeat(64);
const tooLarge = JSON.stringify('x'.repeat(262_144));

describe('requests to Step Functions', () => {
  let local: LocalStates;
  let machine: string;
  let executionArn: string;
  beforeAll(async () => {
    local = await LocalStates.start();
    machine = await local.create('welcome', hold);
    executionArn = await local.start(machine, {}, 'run-1');
  });
  afterAll(() => local.close());

  it.each([
    [
      'a machine that is not there',
      () => new DescribeStateMachineCommand({ stateMachineArn: nobody }),
      'StateMachineDoesNotExist',
    ],
    [
      'an ARN of something else',
      () => new DescribeStateMachineCommand({ stateMachineArn: executionArn }),
      'InvalidArn',
    ],
    [
      'a start of a machine that is not there',
      () => new StartExecutionCommand({ stateMachineArn: nobody }),
      'StateMachineDoesNotExist',
    ],
    [
      'a change of nothing',
      () => new UpdateStateMachineCommand({ stateMachineArn: machine }),
      'MissingRequiredParameter',
    ],
    [
      'an execution that is not there',
      () => new GetExecutionHistoryCommand({ executionArn: noRun }),
      'ExecutionDoesNotExist',
    ],
    [
      'a branch of an execution',
      () => new GetExecutionHistoryCommand({ executionArn: `${executionArn}#0` }),
      'ExecutionDoesNotExist',
    ],
    ['an execution that is no ARN', () => new StopExecutionCommand({ executionArn: 'run-1' }), 'InvalidArn'],
    [
      'an error of 257 characters',
      () => new StopExecutionCommand({ executionArn, error: 'x'.repeat(257) }),
      'ValidationException',
    ],
    [
      'a page of 1,001',
      () => new ListExecutionsCommand({ stateMachineArn: machine, maxResults: 1001 }),
      'ValidationException',
    ],
    ['a page after nothing', () => new ListStateMachinesCommand({ nextToken: 'next' }), 'InvalidToken'],
    ['a token that is none', () => new SendTaskHeartbeatCommand({ taskToken: 'made up' }), 'InvalidToken'],
    ['a token that nobody waits for', () => new SendTaskFailureCommand({ taskToken: token }), 'TaskTimedOut'],
    [
      'an output that is no JSON',
      () => new SendTaskSuccessCommand({ taskToken: token, output: '{' }),
      'InvalidOutput',
    ],
    [
      'an output over 256 KB',
      () => new SendTaskSuccessCommand({ taskToken: token, output: tooLarge }),
      'InvalidOutput',
    ],
  ])('are refused with %s', async (_case, command, name) => {
    // each command is of another type, of which send has an overload
    await expect(local.client.send(command() as DescribeStateMachineCommand)).rejects.toMatchObject({ name });
  });

  it('answer the definition that an execution started with', async () => {
    const definition = JSON.stringify({ ...hold, Comment: 'changed' });
    await local.client.send(new UpdateStateMachineCommand({ stateMachineArn: machine, definition }));

    const described = await local.client.send(new DescribeStateMachineForExecutionCommand({ executionArn }));

    expect(described).toMatchObject({ stateMachineArn: machine, definition: JSON.stringify(hold) });
  });

  it('check a definition without keeping it', async () => {
    const check = (definition: object) =>
      local.client.send(
        new ValidateStateMachineDefinitionCommand({ definition: JSON.stringify(definition) }),
      );

    expect(await check(hold)).toMatchObject({ result: 'OK', diagnostics: [] });
    expect(await check({ ...hold, StartAt: 'nowhere' })).toMatchObject({
      result: 'FAIL',
      diagnostics: [{ severity: 'ERROR', code: 'MISSING_TRANSITION_TARGET' }],
    });
  });

  it('answer pages of which the last has no token', async () => {
    const two = await local.create('winback', hold);
    await local.start(two, {}, 'run-1');
    await local.start(two, {}, 'run-2');
    const list = (nextToken?: string) =>
      local.client.send(new ListExecutionsCommand({ stateMachineArn: two, maxResults: 1, nextToken }));

    const first = await list();
    const second = await list(first.nextToken);

    expect([first, second].flatMap(({ executions }) => executions?.length)).toEqual([1, 1]);
    expect(second.nextToken).toBeUndefined();
  });
});
