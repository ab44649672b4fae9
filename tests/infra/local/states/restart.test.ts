import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { SendTaskSuccessCommand } from '@aws-sdk/client-sfn';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createClock } from '../../../../infra/local/clock.ts';
import { AwsError, type AwsRequest } from '../../../../infra/local/protocols/service.ts';
import { failed } from '../../../../infra/local/runtime/lambda/function-config.ts';
import { createWork } from '../../../../infra/local/runtime/work.ts';
import { openStates, type States } from '../../../../infra/local/states/states.ts';
import { LocalStates } from '../../../support/aws/local-states.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);
const answer = (result: string) => ({
  StartAt: 'hold',
  States: {
    hold: { Type: 'Wait', Seconds: 60, Next: 'answer' },
    answer: { Type: 'Pass', Result: result, End: true },
  },
});

const jsonCall = (operation: string, input: object): AwsRequest => ({
  ...{ method: 'POST', path: '/', query: new URLSearchParams(), accessKeyId: undefined },
  headers: { 'x-amz-target': `AWSStepFunctions.${operation}` },
  body: Buffer.from(JSON.stringify(input)),
});

describe('a local Step Functions that stops', () => {
  let dataDir: string;
  beforeEach(() => {
    dataDir = mkdtempSync(join(tmpdir(), 'tributary-states-'));
  });
  afterEach(() => rmSync(dataDir, { recursive: true }));

  it('goes on with waits, with what is due since, and with calls that were never answered', async () => {
    const first = await LocalStates.start({ dataDir, now: start });
    first.functions.work = () => new Promise(() => {});
    const waits = await first.create('waits', answer('done'));
    const works = await first.create('works', {
      StartAt: 'a',
      States: {
        a: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'work', 'Payload.$': '$' },
          OutputPath: '$.Payload',
          End: true,
        },
      },
    });
    const waiting = await first.start(waits);
    void first.start(works, { n: 1 }, 'unanswered').catch(() => {});
    await expect.poll(() => first.calls.length).toBe(1);
    await first.close();

    const second = await LocalStates.start({ dataDir, now: start + DAY });
    second.functions.work = (payload) => ({ answered: payload });
    second.states.resume();
    await second.settle();
    await second.advance(0);
    const [works_] = second.states.transitions().filter(({ name }) => name === 'unanswered');
    const ended = [await second.describe(waiting), await second.describe(works_?.arn)];
    await second.close();

    expect(ended).toMatchObject([
      { status: 'SUCCEEDED', output: '"done"' },
      { status: 'SUCCEEDED', output: '{"answered":{"n":1}}' },
    ]);
  });

  it('still knows its tokens', async () => {
    const first = await LocalStates.start({ dataDir, now: start });
    first.functions.work = () => null;
    const { executionArn } = await first.run({
      a: {
        Type: 'Task',
        Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
        Parameters: { FunctionName: 'work', 'Payload.$': '$$.Task.Token' },
        End: true,
      },
    });
    const taskToken = String(first.calls[0]?.payload);
    await first.close();

    const second = await LocalStates.start({ dataDir, now: start });
    second.states.resume();
    await second.client.send(new SendTaskSuccessCommand({ taskToken, output: '"after"' }));
    await second.settle();
    const ended = await second.describe(executionArn);
    await second.close();

    expect(ended).toMatchObject({ status: 'SUCCEEDED', output: '"after"' });
  });

  it('tells again that an execution ended when it died before that was passed on', async () => {
    const options = { clock: createClock(), work: createWork(), dataDir, invoke: async () => failed('', '') };
    const call = (states: States, operation: string, input: object) =>
      states.handle(jsonCall(operation, input)).then(({ body }) => JSON.parse(String(body)));
    const told: unknown[] = [];
    const first = openStates({
      ...options,
      onStatus: ({ detail }) => {
        if (detail.status === 'ABORTED') throw new AwsError('Killed', '');
        told.push(detail.status);
      },
    });
    const definition = JSON.stringify(answer('done'));
    const machine = { name: 'machine', definition, roleArn: 'arn:aws:iam::000000000000:role/machine' };
    const { stateMachineArn } = await call(first, 'CreateStateMachine', machine);
    const { executionArn } = await call(first, 'StartExecution', { stateMachineArn });
    await call(first, 'StopExecution', { executionArn });
    await first.close();

    const restart = async () => {
      const states = openStates({ ...options, onStatus: ({ detail }) => void told.push(detail.status) });
      states.resume();
      await states.close();
    };
    await restart();
    await restart();

    expect(told).toEqual(['RUNNING', 'ABORTED']);
  });
});
