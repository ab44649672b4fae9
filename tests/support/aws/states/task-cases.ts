import { pass, type StatesCase, task, throwing, tokenTask } from './states-case.ts';

const functionArn = 'arn:aws:lambda:us-east-1:000000000000:function:work';
const direct = (fields: object = {}) => ({ Type: 'Task', Resource: functionArn, End: true, ...fields });
const echo = { work: (payload: unknown) => payload };
const silent = { work: () => null };

/** Task: the integration, functions by their ARN, tokens, timeouts. */
export const taskCases: readonly StatesCase[] = [
  {
    name: 'answers as Lambda does',
    states: {
      a: task({ ResultSelector: { 'code.$': '$.StatusCode', 'is.$': '$.Payload' }, OutputPath: '$' }),
    },
    input: { x: 1 },
    functions: echo,
    output: { code: 200, is: { x: 1 } },
    calls: [{ x: 1 }],
    history: [
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSucceeded'],
      ...['TaskStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    name: 'calls a function by its ARN with its input and answers what it answers',
    states: { a: direct() },
    input: { x: 1 },
    functions: { [functionArn]: (payload) => ({ got: payload }) },
    output: { got: { x: 1 } },
    history: [
      ...['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ...['LambdaFunctionSucceeded', 'TaskStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    name: 'calls a function by its ARN with Parameters',
    states: { a: direct({ Parameters: { 'y.$': '$.x' } }) },
    input: { x: 1 },
    functions: { [functionArn]: (payload) => payload },
    output: { y: 1 },
  },
  {
    name: 'tells the failure of a function by its ARN',
    states: { a: direct() },
    functions: { [functionArn]: throwing('Broken') },
    error: 'Broken',
    history: [
      ...['ExecutionStarted', 'TaskStateEntered', 'LambdaFunctionScheduled', 'LambdaFunctionStarted'],
      ...['LambdaFunctionFailed', 'ExecutionFailed'],
    ],
  },
  {
    name: 'takes the name of the function from a path',
    states: { a: task({ Parameters: { 'FunctionName.$': '$.f', Payload: 'hello' } }) },
    input: { f: 'work' },
    functions: echo,
    output: 'hello',
  },
  {
    name: 'fails when the function is not there',
    states: { a: task() },
    error: 'Lambda.ResourceNotFoundException',
  },
  {
    name: 'waits for its token',
    states: { a: tokenTask() },
    functions: silent,
    advanceSeconds: 3600,
    status: 'RUNNING',
    history: ['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
  },
  {
    name: 'gives up on its token at the timeout',
    states: { a: tokenTask({ TimeoutSeconds: 60 }) },
    functions: silent,
    advanceSeconds: 60,
    error: 'States.Timeout',
    history: [
      ...['ExecutionStarted', 'TaskStateEntered', 'TaskScheduled', 'TaskStarted', 'TaskSubmitted'],
      ...['TaskTimedOut', 'ExecutionFailed'],
    ],
  },
  {
    name: 'takes timeout and heartbeat from paths',
    states: { a: tokenTask({ TimeoutSecondsPath: '$.t', HeartbeatSecondsPath: '$.h' }) },
    input: { t: 600, h: 30 },
    functions: silent,
    advanceSeconds: 30,
    error: 'States.HeartbeatTimeout',
  },
  {
    name: 'catches a missed heartbeat as a timeout',
    states: {
      a: tokenTask({ HeartbeatSeconds: 30, Catch: [{ ErrorEquals: ['States.Timeout'], Next: 'late' }] }),
      late: pass({ OutputPath: '$.Error' }),
    },
    functions: silent,
    advanceSeconds: 30,
    output: 'States.HeartbeatTimeout',
  },
  {
    name: 'fails on a timeout that is no number',
    states: { a: tokenTask({ TimeoutSecondsPath: '$.t' }) },
    input: { t: 'soon' },
    error: 'States.Runtime',
  },
  {
    name: 'ends on an answer of more than 256 KB, whatever is caught',
    states: {
      a: task({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b' }] }),
      b: { Type: 'Succeed' },
    },
    functions: { work: () => 'x'.repeat(262_145) },
    error: 'States.DataLimitExceeded',
  },
];
