import { failing, pass, type StatesCase, task, throwing, tokenTask } from './states-case.ts';

const echo = { work: (payload: unknown) => payload };

/** A Parallel state whose branches begin with the first of their states. */
function parallel(branches: readonly Record<string, object>[], fields: object = {}): object {
  const Branches = branches.map((States) => ({ StartAt: Object.keys(States)[0], States }));
  return { Type: 'Parallel', Branches, End: true, ...fields };
}

const wait = (Seconds: number, fields: object = { End: true }) => ({ Type: 'Wait', Seconds, ...fields });

/** Parallel: branches side by side, their results in order, their errors. */
export const branchCases: readonly StatesCase[] = [
  {
    name: 'answers what the branches answer, in their order',
    states: {
      a: parallel([
        { slow: wait(60, { Next: 'one' }), one: pass({ Result: 1 }) },
        { two: pass({ Result: 2 }) },
      ]),
    },
    advanceSeconds: 60,
    output: [1, 2],
    history: [
      ...['ExecutionStarted', 'ParallelStateEntered', 'ParallelStateStarted', 'WaitStateEntered'],
      ...['PassStateEntered', 'PassStateExited', 'WaitStateExited', 'PassStateEntered', 'PassStateExited'],
      ...['ParallelStateSucceeded', 'ParallelStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    name: 'gives each branch the input that its Parameters make',
    states: { a: parallel([{ one: task() }, { two: task() }], { Parameters: { 'y.$': '$.x' } }) },
    input: { x: 1 },
    functions: echo,
    output: [{ y: 1 }, { y: 1 }],
  },
  {
    name: 'selects and places the results',
    states: {
      a: parallel([{ one: pass({ Result: 1 }) }], {
        ResultSelector: { 'first.$': '$[0]' },
        ResultPath: '$.r',
      }),
    },
    input: { x: 1 },
    output: { x: 1, r: { first: 1 } },
  },
  {
    name: 'has waits of its branches side by side',
    states: { a: parallel([{ one: wait(60) }, { two: wait(60) }]) },
    advanceSeconds: 60,
    output: [{}, {}],
  },
  {
    name: 'is as late as its latest branch',
    states: { a: parallel([{ one: wait(60) }, { two: wait(90) }]) },
    advanceSeconds: 89,
    status: 'RUNNING',
  },
  {
    name: 'fails with the error of a branch and ends the others',
    states: {
      a: parallel([{ one: task() }, { two: wait(60, { Next: 'three' }), three: task() }]),
    },
    functions: { work: throwing('Broken') },
    advanceSeconds: 60,
    error: 'Broken',
    calls: [{}],
  },
  {
    name: 'catches the error of a branch',
    states: {
      a: parallel([{ one: { Type: 'Fail', Error: 'Sold', Cause: 'out' } }, { two: wait(60) }], {
        Catch: [{ ErrorEquals: ['Sold'], Next: 'b', ResultPath: '$.caught' }],
      }),
      b: pass(),
    },
    input: { x: 1 },
    advanceSeconds: 60,
    output: { x: 1, caught: { Error: 'Sold', Cause: 'out' } },
    history: [
      ...['ExecutionStarted', 'ParallelStateEntered', 'ParallelStateStarted', 'FailStateEntered'],
      ...['ParallelStateFailed', 'ParallelStateExited', 'PassStateEntered', 'PassStateExited'],
      'ExecutionSucceeded',
    ],
  },
  {
    name: 'catches inside a branch without ending it',
    states: {
      a: parallel([
        { one: task({ Catch: [{ ErrorEquals: ['Broken'], Next: 'two' }] }), two: pass({ Result: 2 }) },
      ]),
    },
    functions: { work: throwing('Broken') },
    output: [2],
  },
  {
    name: 'repeats all branches',
    states: {
      a: parallel([{ one: task() }, { two: pass({ Result: 2 }) }], { Retry: [{ ErrorEquals: ['Broken'] }] }),
    },
    functions: { work: failing(1, 'Broken') },
    advanceSeconds: 1,
    output: [{}, 2],
    calls: [{}, {}],
  },
  {
    name: 'repeats a task inside a branch alone',
    states: {
      a: parallel([{ one: task({ Retry: [{ ErrorEquals: ['Broken'] }] }) }, { two: pass({ Result: 2 }) }]),
    },
    functions: { work: failing(2, 'Broken') },
    advanceSeconds: 3,
    output: [{}, 2],
  },
  {
    name: 'times out tasks inside its branches',
    states: { a: parallel([{ one: tokenTask({ TimeoutSeconds: 30 }) }, { two: wait(60) }]) },
    functions: { work: () => null },
    advanceSeconds: 30,
    error: 'States.Timeout',
  },
  {
    name: 'is not caught when a branch ends with States.Runtime',
    states: {
      a: parallel([{ one: pass({ InputPath: '$.nobody' }) }], {
        Catch: [{ ErrorEquals: ['States.ALL'], Next: 'b' }],
      }),
      b: pass(),
    },
    error: 'States.Runtime',
  },
  {
    name: 'nests',
    states: {
      a: parallel([
        { inner: parallel([{ one: wait(10) }, { two: pass({ Result: 2 }) }]) },
        { three: pass({ Result: 3 }) },
      ]),
    },
    advanceSeconds: 10,
    output: [[{}, 2], 3],
  },
  {
    name: 'fails through every level and ends what runs below',
    states: {
      a: parallel([
        { inner: parallel([{ one: wait(10, { Next: 'bad' }), bad: { Type: 'Fail', Error: 'Bad' } }]) },
        { other: parallel([{ two: wait(20, { Next: 'never' }), never: task() }]) },
      ]),
    },
    functions: echo,
    advanceSeconds: 30,
    error: 'Bad',
    calls: [],
  },
  {
    name: 'ends with the timeout of the machine',
    states: { a: parallel([{ one: wait(90) }, { two: wait(90) }]) },
    timeoutSeconds: 60,
    advanceSeconds: 60,
    status: 'TIMED_OUT',
    error: 'States.Timeout',
  },
  {
    name: 'ends when the results are more than 256 KB together',
    states: { a: parallel([{ one: pass() }, { two: pass() }]) },
    input: 'x'.repeat(140_000),
    error: 'States.DataLimitExceeded',
  },
];
