import { failing, pass, type StatesCase, task } from './states-case.ts';

const echo = { work: (payload: unknown) => payload };

function map(states: Record<string, object>, fields: object = {}): object {
  const ItemProcessor = { StartAt: Object.keys(states)[0], States: states };
  return { Type: 'Map', ItemProcessor, End: true, ...fields };
}

function distributed(states: Record<string, object>): object {
  const ProcessorConfig = { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' };
  return { ProcessorConfig, StartAt: Object.keys(states)[0], States: states };
}

const failOn = (bad: unknown) => ({
  work(payload: unknown) {
    if (payload === bad) throw Object.assign(new Error(`bad: ${payload}`), { name: 'Bad' });
    return payload;
  },
});
const waitThenTask = { hold: { Type: 'Wait', SecondsPath: '$', Next: 'do' }, do: task() };

/** Map: one iteration for each item, so many at a time. */
export const mapCases: readonly StatesCase[] = [
  {
    name: 'runs its states once for each item and keeps the order',
    states: { a: map({ do: task() }) },
    input: [3, 1, 2],
    functions: echo,
    output: [3, 1, 2],
    calls: [3, 1, 2],
  },
  {
    name: 'tells of each iteration',
    states: { a: map({ do: pass() }) },
    input: ['x'],
    output: ['x'],
    history: [
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted', 'MapIterationStarted'],
      ...['PassStateEntered', 'PassStateExited', 'MapIterationSucceeded', 'MapStateSucceeded'],
      ...['MapStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    name: 'keeps the order, whatever ends first',
    states: { a: map(waitThenTask) },
    input: [30, 10, 20],
    functions: echo,
    advanceSeconds: 30,
    output: [30, 10, 20],
    calls: [10, 20, 30],
  },
  { name: 'answers an empty list for no items', states: { a: map({ do: task() }) }, input: [], output: [] },
  {
    name: 'finds its items and places the results',
    states: { a: map({ do: pass() }, { ItemsPath: '$.order.lines', ResultPath: '$.done' }) },
    input: { order: { lines: [1, 2] } },
    output: { order: { lines: [1, 2] }, done: [1, 2] },
  },
  ...['ItemSelector', 'Parameters'].map((field) => ({
    name: `makes the input of an iteration with ${field}`,
    states: {
      a: map(
        { do: pass() },
        {
          ItemsPath: '$.items',
          [field]: { 'n.$': '$$.Map.Item.Index', 'item.$': '$$.Map.Item.Value', 'shared.$': '$.shared' },
        },
      ),
    },
    input: { items: ['x', 'y'], shared: true },
    output: [
      { n: 0, item: 'x', shared: true },
      { n: 1, item: 'y', shared: true },
    ],
  })),
  {
    name: 'tells the item inside the iteration too',
    states: { a: map({ do: pass({ Parameters: { 'n.$': '$$.Map.Item.Index' } }) }) },
    input: ['x', 'y'],
    output: [{ n: 0 }, { n: 1 }],
  },
  {
    name: 'takes the older Iterator',
    states: { a: { Type: 'Map', Iterator: { StartAt: 'do', States: { do: pass() } }, End: true } },
    input: [1],
    output: [1],
  },
  {
    name: 'runs no more at a time than MaxConcurrency',
    states: { a: map(waitThenTask, { MaxConcurrency: 2 }) },
    input: [10, 10, 10, 10, 10],
    functions: echo,
    advanceSeconds: 20,
    status: 'RUNNING',
    calls: [10, 10, 10, 10],
  },
  {
    name: 'runs one after the other with a MaxConcurrency of 1',
    states: { a: map(waitThenTask, { ItemsPath: '$.items', MaxConcurrencyPath: '$.n' }) },
    input: { items: [30, 10, 20], n: 1 },
    functions: echo,
    advanceSeconds: 60,
    output: [30, 10, 20],
    calls: [30, 10, 20],
  },
  {
    name: 'fails with the error of an iteration and ends the others',
    states: { a: map({ hold: { Type: 'Wait', SecondsPath: '$', Next: 'do' }, do: task() }) },
    input: [20, 10, 30],
    functions: failOn(10),
    advanceSeconds: 30,
    error: 'Bad',
    calls: [10],
    history: [
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted'],
      ...['MapIterationStarted', 'WaitStateEntered', 'MapIterationStarted', 'WaitStateEntered'],
      ...['MapIterationStarted', 'WaitStateEntered', 'WaitStateExited', 'TaskStateEntered'],
      ...['TaskScheduled', 'TaskStarted', 'TaskFailed', 'MapIterationFailed'],
      ...['MapIterationAborted', 'MapIterationAborted', 'MapStateFailed', 'ExecutionFailed'],
    ],
  },
  {
    name: 'does not begin what waits for its turn after a failure',
    states: { a: map({ do: task() }, { MaxConcurrency: 1 }) },
    input: [1, 2, 3],
    functions: failOn(1),
    error: 'Bad',
    calls: [1],
  },
  {
    name: 'catches the error of an iteration',
    states: {
      a: map({ do: task() }, { Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'b' }] }),
      b: pass({ OutputPath: '$.Error' }),
    },
    input: [1, 2],
    functions: failOn(2),
    output: 'Bad',
  },
  {
    name: 'repeats the whole list',
    states: { a: map({ do: task() }, { MaxConcurrency: 1, Retry: [{ ErrorEquals: ['Broken'] }] }) },
    input: [1, 2],
    functions: { work: failing(1, 'Broken') },
    advanceSeconds: 1,
    output: [1, 2],
    calls: [1, 1, 2],
  },
  {
    name: 'fails on items that are no list',
    states: { a: map({ do: pass() }, { ItemsPath: '$.items' }) },
    input: { items: 'x' },
    error: 'States.Runtime',
    cause: /must point to array/,
  },
  {
    name: 'nests, and the inner item is the one that is told',
    states: { a: map({ inner: map({ do: pass({ Parameters: { 'v.$': '$$.Map.Item.Value' } }) }) }) },
    input: [[1, 2], [3]],
    output: [[{ v: 1 }, { v: 2 }], [{ v: 3 }]],
  },
  {
    name: 'holds branches that still see its item',
    states: {
      a: map({
        both: {
          Type: 'Parallel',
          End: true,
          Branches: [
            { StartAt: 'one', States: { one: pass({ Parameters: { 'v.$': '$$.Map.Item.Value' } }) } },
            { StartAt: 'two', States: { two: { Type: 'Wait', Seconds: 10, End: true } } },
          ],
        },
      }),
    },
    input: ['x', 'y'],
    advanceSeconds: 10,
    output: [
      [{ v: 'x' }, 'x'],
      [{ v: 'y' }, 'y'],
    ],
  },
  {
    name: 'runs the items of a distributed map as executions with histories of their own',
    states: { a: { Type: 'Map', ItemProcessor: distributed({ do: task() }), End: true } },
    input: [3, 1, 2],
    functions: echo,
    output: [3, 1, 2],
    calls: [3, 1, 2],
    history: [
      ...['ExecutionStarted', 'MapStateEntered', 'MapStateStarted'],
      ...['MapStateSucceeded', 'MapStateExited', 'ExecutionSucceeded'],
    ],
  },
  {
    name: 'tells a distributed item no more than its input',
    states: {
      a: {
        Type: 'Map',
        ItemProcessor: distributed({ do: pass({ Parameters: { 'input.$': '$$.Execution.Input' } }) }),
        End: true,
      },
    },
    input: ['x', 'y'],
    output: [{ input: 'x' }, { input: 'y' }],
  },
  {
    name: 'fails with the error of a distributed item',
    states: { a: { Type: 'Map', ItemProcessor: distributed({ do: task() }), End: true } },
    input: [10],
    functions: failOn(10),
    error: 'Bad',
  },
  {
    name: 'runs a hundred items, forty at a time',
    states: { a: map(waitThenTask) },
    input: Array.from({ length: 100 }, () => 10),
    functions: echo,
    advanceSeconds: 10,
    status: 'RUNNING',
    calls: Array.from({ length: 40 }, () => 10),
  },
];
