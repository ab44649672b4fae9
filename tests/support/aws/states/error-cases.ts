import { expect } from 'vitest';
import { failing, pass, type StatesCase, task, throwing } from './states-case.ts';

const caught = (names: readonly string[], fields: object = {}): Record<string, object> => ({
  a: task({ Catch: [{ ErrorEquals: names, Next: 'b', ...fields }] }),
  b: pass(),
});
const retried = (retrier: object): Record<string, object> => ({ a: task({ Retry: [retrier] }) });
const name = (error: string) => ({
  output: { Error: error, Cause: expect.stringContaining(`this is ${error}`) },
});

/** Retry and Catch, and the names of errors. */
export const errorCases: readonly StatesCase[] = [
  {
    name: 'an error keeps the name that the function gave it',
    states: { a: task() },
    functions: { work: throwing('OutOfStock') },
    error: 'OutOfStock',
    cause: /^\{"errorType":"OutOfStock","errorMessage":"this is OutOfStock"/,
  },
  {
    name: 'a function that takes too long is told by the name Lambda gives it',
    states: { a: task() },
    functions: { work: throwing('Sandbox.Timedout') },
    error: 'Sandbox.Timedout',
  },
  ...['Broken', 'States.ALL', 'States.TaskFailed'].map((names) => ({
    name: `${names} catches it`,
    states: caught([names]),
    functions: { work: throwing('Broken') },
    ...name('Broken'),
  })),
  {
    name: 'another name does not catch it',
    states: caught(['Other']),
    functions: { work: throwing('Broken') },
    error: 'Broken',
  },
  {
    name: 'the first catcher that names it is taken',
    states: {
      a: task({
        Catch: [
          { ErrorEquals: ['Other', 'Broken'], Next: 'b' },
          { ErrorEquals: ['Broken'], Next: 'c' },
        ],
      }),
      b: pass({ Result: 'b' }),
      c: pass({ Result: 'c' }),
    },
    functions: { work: throwing('Broken') },
    output: 'b',
  },
  {
    name: 'the error is placed where ResultPath says',
    states: caught(['States.ALL'], { ResultPath: '$.caught' }),
    input: { x: 1 },
    functions: { work: throwing('Broken') },
    output: { x: 1, caught: name('Broken').output },
  },
  {
    name: 'States.Runtime is never caught',
    states: {
      a: task({ InputPath: '$.nobody', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b' }] }),
      b: pass(),
    },
    functions: { work: () => 1 },
    error: 'States.Runtime',
  },
  {
    name: 'a wrong parameter is caught by its name',
    states: {
      a: task({
        Parameters: { FunctionName: 'work', 'Payload.$': '$.nobody' },
        Catch: [{ ErrorEquals: ['States.ParameterPathFailure'], Next: 'b' }],
      }),
      b: pass({ OutputPath: '$.Error' }),
    },
    output: 'States.ParameterPathFailure',
  },
  {
    name: 'a retrier repeats until it goes well',
    states: retried({ ErrorEquals: ['Broken'] }),
    input: { x: 1 },
    functions: { work: failing(3, 'Broken') },
    advanceSeconds: 7,
    output: { x: 1 },
    calls: [{ x: 1 }, { x: 1 }, { x: 1 }, { x: 1 }],
  },
  {
    name: 'a retrier that is used up is followed by the error',
    states: retried({ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }),
    functions: { work: throwing('Broken') },
    advanceSeconds: 3,
    error: 'Broken',
    calls: [{}, {}, {}],
  },
  {
    name: 'a retrier waits as it says',
    states: retried({ ErrorEquals: ['Broken'], IntervalSeconds: 10, BackoffRate: 3, MaxDelaySeconds: 20 }),
    functions: { work: failing(2, 'Broken') },
    advanceSeconds: 29,
    status: 'RUNNING',
    calls: [{}, {}],
  },
  {
    name: 'full jitter is earlier, never later',
    states: retried({
      ErrorEquals: ['Broken'],
      IntervalSeconds: 100,
      MaxAttempts: 1,
      JitterStrategy: 'FULL',
    }),
    functions: { work: failing(1, 'Broken') },
    advanceSeconds: 100,
    output: {},
    calls: [{}, {}],
  },
  {
    name: 'a retrier for timeouts leaves others alone',
    states: retried({ ErrorEquals: ['States.Timeout'] }),
    functions: { work: throwing('Broken') },
    advanceSeconds: 60,
    error: 'Broken',
    calls: [{}],
  },
  {
    name: 'retriers come before catchers',
    states: {
      a: task({
        Retry: [{ ErrorEquals: ['Broken'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['Broken'], Next: 'b' }],
      }),
      b: pass({ Result: 'caught' }),
    },
    functions: { work: throwing('Broken') },
    advanceSeconds: 1,
    output: 'caught',
    calls: [{}, {}],
  },
];
