import { describe, expect, it } from 'vitest';
import { compileJourney } from '../../../../shared/journeys/compile-journey.ts';
import { branch, exit, journeyOf, parsed, send, wait } from '../journey-cases.ts';

const statesOf = (steps: unknown) =>
  compileJourney(parsed(journeyOf(steps)), { version: 3, decideStepArn: 'DECIDE', sendMessageArn: 'SEND' })
    .definition.States;

const payload = (step: string, more: object) => ({
  journeyId: 'tried',
  version: 3,
  step,
  iteration: 0,
  'profileId.$': '$.profileId',
  'entryId.$': '$.entryId',
  ...more,
});
const transient = {
  ErrorEquals: [
    'RetryableError',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Lambda.TooManyRequestsException',
    'Lambda.Unknown',
    'Runtime.ExitError',
    'Sandbox.Timedout',
  ],
  IntervalSeconds: 2,
  BackoffRate: 2,
  MaxDelaySeconds: 300,
  MaxAttempts: 15,
};
const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Retry: [transient],
  Catch: [{ ErrorEquals: ['RunCancelled'], ResultPath: null, Next: 'cancelled' }],
};

describe('a send', () => {
  it('is a Task that tries once more when nobody knows what the provider did', () => {
    expect(statesOf([send('hello')])).toEqual({
      s0: {
        ...task,
        Comment: 'hello',
        Parameters: { FunctionName: 'SEND', Payload: payload('hello', { task: 'send', endsRun: true }) },
        ResultPath: null,
        Retry: [{ ErrorEquals: ['SendUnsettled'], IntervalSeconds: 900, MaxAttempts: 1 }, transient],
        End: true,
      },
      cancelled: { Type: 'Succeed' },
    });
  });
});

describe('a wait', () => {
  it('counts seconds', () => {
    const { s0 } = statesOf([wait('hold', { for: '2w' }), send('hello')]);

    expect(s0).toEqual({ Type: 'Wait', Comment: 'hold', Seconds: 1_209_600, Next: 's1' });
  });

  it('has a Task after it to mark the end', () => {
    expect(statesOf([wait('hold')])).toEqual({
      s0: { Type: 'Wait', Comment: 'hold', Seconds: 3_600, Next: 's0-end' },
      's0-end': {
        ...task,
        Comment: 'hold',
        Parameters: { FunctionName: 'DECIDE', Payload: payload('hold', { task: 'end', endsRun: true }) },
        ResultPath: null,
        End: true,
      },
      cancelled: { Type: 'Succeed' },
    });
  });
});

describe('a branch', () => {
  it('asks decide-step and chooses by its answer', () => {
    const states = statesOf([branch('rich', ['more', 'done']), send('more'), exit('done')]);

    expect(states).toMatchObject({
      s0: {
        ...task,
        Comment: 'rich',
        Parameters: {
          FunctionName: 'DECIDE',
          Payload: payload('rich', {
            task: 'branch',
            // biome-ignore lint/suspicious/noThenProperty: the word of the language; nobody awaits a payload
            endsRun: { then: false, else: true },
          }),
        },
        ResultSelector: { 'outcome.$': '$.Payload.outcome' },
        ResultPath: '$.branch',
        Next: 's0-choice',
      },
      's0-choice': {
        Type: 'Choice',
        Choices: [{ Variable: '$.branch.outcome', StringEquals: 'then', Next: 's1' }],
        Default: 'ended',
      },
      ended: { Type: 'Succeed' },
    });
  });
});

describe('an exit', () => {
  it('is no state of its own when it has nothing to tell', () => {
    expect(Object.keys(statesOf([send('hello'), exit('done')]))).toEqual(['s0', 'cancelled']);
  });

  it('tells its reason', () => {
    const { s1 } = statesOf([send('hello'), exit('done', { reason: 'said hello' })]);

    expect(s1).toMatchObject({
      ...task,
      Parameters: {
        FunctionName: 'DECIDE',
        Payload: payload('done', { task: 'end', endsRun: true, reason: 'said hello' }),
      },
      End: true,
    });
  });
});
