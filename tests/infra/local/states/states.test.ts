import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { LocalStates } from '../../../support/aws/local-states.ts';

const DAY = 86_400_000;
const start = Date.UTC(2026, 0, 1);

describe('the states of the local Step Functions', () => {
  let local: LocalStates;
  beforeAll(async () => {
    local = await LocalStates.start({ now: start });
    local.functions.echo = (payload) => payload;
    local.functions.decide = () => ({ outcome: 'then' });
  });
  afterAll(() => local.close());

  const invoke = (fields: object) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    End: true,
    ...fields,
  });

  it.each<[string, Record<string, object>, unknown, unknown]>([
    ['Pass hands its input on', { a: { Type: 'Pass', End: true } }, { x: 1 }, { x: 1 }],
    [
      'Pass answers its Result',
      { a: { Type: 'Pass', Result: [1], ResultPath: '$.r', End: true } },
      { x: 1 },
      { x: 1, r: [1] },
    ],
    [
      'Pass chooses with InputPath, Parameters and OutputPath',
      {
        a: {
          Type: 'Pass',
          InputPath: '$.x',
          Parameters: { 'b.$': '$.y' },
          ResultPath: '$.p',
          OutputPath: '$.p',
          End: true,
        },
      },
      { x: { y: 2 } },
      { b: 2 },
    ],
    ['a null path is an empty object', { a: { Type: 'Pass', InputPath: null, End: true } }, { x: 1 }, {}],
    ['Succeed ends with what its paths leave', { a: { Type: 'Succeed', OutputPath: '$.x' } }, { x: 1 }, 1],
    [
      'Choice takes the first rule that holds',
      {
        a: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.x', NumericLessThan: 0, Next: 'no' },
            { Variable: '$.x', NumericGreaterThan: 0, Next: 'yes' },
          ],
          Default: 'no',
        },
        yes: { Type: 'Pass', Result: 'yes', End: true },
        no: { Type: 'Pass', Result: 'no', End: true },
      },
      { x: 1 },
      'yes',
    ],
    [
      'Task keeps the input beside the selected result',
      {
        a: invoke({
          Parameters: { FunctionName: 'decide', Payload: { task: 'branch' } },
          ResultSelector: { 'outcome.$': '$.Payload.outcome' },
          ResultPath: '$.branch',
        }),
      },
      { profileId: 'p1' },
      { profileId: 'p1', branch: { outcome: 'then' } },
    ],
    [
      'Task answers as Lambda does',
      { a: invoke({ Parameters: { FunctionName: 'echo', 'Payload.$': '$' }, OutputPath: '$.Payload' }) },
      { x: 1 },
      { x: 1 },
    ],
    [
      'the context tells where it is',
      {
        a: {
          Type: 'Pass',
          Parameters: {
            'state.$': '$$.State.Name',
            'input.$': '$$.Execution.Input',
            'at.$': '$$.Execution.StartTime',
          },
          End: true,
        },
      },
      { x: 1 },
      { state: 'a', input: { x: 1 }, at: '2026-01-01T00:00:00.000Z' },
    ],
  ])('%s', async (_case, states, input, output) => {
    const execution = await local.run(states, input);

    expect(execution).toMatchObject({ status: 'SUCCEEDED', output: JSON.stringify(output) });
  });

  it.each<[string, Record<string, object>, unknown, string | undefined]>([
    ['Fail ends with its error', { a: { Type: 'Fail', Error: 'Sold', Cause: 'out' } }, {}, 'Sold'],
    [
      'Fail reads its error',
      { a: { Type: 'Fail', ErrorPath: '$.e', CausePath: '$.c' } },
      { e: 'E', c: 'C' },
      'E',
    ],
    ['Fail needs no error', { a: { Type: 'Fail' } }, {}, undefined],
    ['a path to nothing ends it', { a: { Type: 'Pass', InputPath: '$.x', End: true } }, {}, 'States.Runtime'],
    [
      'a Choice without a match ends it',
      {
        a: { Type: 'Choice', Choices: [{ Variable: '$.x', IsPresent: true, Next: 'b' }] },
        b: { Type: 'Succeed' },
      },
      {},
      'States.NoChoiceMatched',
    ],
    [
      'a wait without an instant ends it',
      { a: { Type: 'Wait', TimestampPath: '$.at', End: true } },
      { at: '2026-01-01' },
      'States.Runtime',
    ],
    [
      'a function that is not there ends it',
      { a: invoke({ Parameters: { FunctionName: 'nobody' } }) },
      {},
      'Lambda.ResourceNotFoundException',
    ],
  ])('%s', async (_case, states, input, error) => {
    const execution = await local.run(states, input);

    expect(execution.status).toBe('FAILED');
    expect(execution.error).toBe(error);
  });

  it('ends with more than 256 KB, whatever is caught', async () => {
    local.functions.large = () => 'x'.repeat(262_145);
    const execution = await local.run({
      a: invoke({
        Parameters: { FunctionName: 'large' },
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b' }],
      }),
      b: { Type: 'Succeed' },
    });

    expect(execution).toMatchObject({ status: 'FAILED', error: 'States.DataLimitExceeded' });
  });

  it.each([
    ['Seconds', { Seconds: 40 * 86_400 }, {}],
    ['SecondsPath', { SecondsPath: '$.s' }, { s: 40 * 86_400 }],
    ['Timestamp', { Timestamp: '2026-02-10T00:00:00Z' }, {}],
    ['TimestampPath', { TimestampPath: '$.at' }, { at: '2026-02-10T01:00:00+01:00' }],
  ])('wait 40 days of the virtual clock: %s', async (_case, fields, input) => {
    const other = await LocalStates.start({ now: start });
    const { executionArn } = await other.run({ a: { Type: 'Wait', ...fields, End: true } }, input);

    await other.advance(40 * DAY - 1);
    const before = await other.describe(executionArn);
    await other.advance(1);
    const after = await other.describe(executionArn);
    await other.close();

    expect(before.status).toBe('RUNNING');
    expect(after).toMatchObject({ status: 'SUCCEEDED', stopDate: new Date('2026-02-10T00:00:00Z') });
  });

  it('do not wait for what has passed', async () => {
    const execution = await local.run({ a: { Type: 'Wait', Timestamp: '2020-01-01T00:00:00Z', End: true } });

    expect(execution.status).toBe('SUCCEEDED');
  });
});

describe('waits of many executions', () => {
  it('end in the order of their instants, each seeing its own', async () => {
    const local = await LocalStates.start({ now: start });
    local.functions.tell = () => null;
    const machine = await local.create('waits', {
      StartAt: 'hold',
      States: {
        hold: { Type: 'Wait', SecondsPath: '$.s', Next: 'tell' },
        tell: {
          Type: 'Task',
          Resource: 'arn:aws:states:::lambda:invoke',
          Parameters: { FunctionName: 'tell', 'Payload.$': '$.s' },
          End: true,
        },
      },
    });
    for (const s of [300, 100, 200, 100]) await local.start(machine, { s });

    await local.advance(DAY);
    const calls = local.calls.map(({ payload, at }) => [payload, (at - start) / 1000]);
    await local.close();

    expect(calls).toEqual([
      [100, 100],
      [100, 100],
      [200, 200],
      [300, 300],
    ]);
  });
});
