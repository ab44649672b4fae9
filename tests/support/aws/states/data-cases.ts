import { pass, type StatesCase, task } from './states-case.ts';

const order = { total: 12.5, lines: [{ sku: 'a' }, { sku: 'b' }], note: null };
const input = { profileId: 'p1', order, json: '{"a":1}' };

function intrinsic(expression: string, output: unknown): StatesCase {
  return {
    name: expression,
    states: { a: pass({ Parameters: { 'out.$': expression }, OutputPath: '$.out' }) },
    input,
    output,
  };
}

function refused(expression: string): StatesCase {
  return {
    name: `${expression} is an intrinsic failure`,
    states: { a: pass({ Parameters: { 'out.$': expression } }) },
    input,
    error: 'States.IntrinsicFailure',
  };
}

/** Paths, templates, intrinsic functions, the context object, and their order. */
export const dataCases: readonly StatesCase[] = [
  { name: 'Pass hands its input on', states: { a: pass() }, input: { x: 1 }, output: { x: 1 } },
  {
    name: 'the fields work in order: InputPath, Parameters, ResultPath, OutputPath',
    states: {
      a: pass({ InputPath: '$.x', Parameters: { 'b.$': '$.y' }, ResultPath: '$.p', OutputPath: '$.p' }),
    },
    input: { x: { y: 2 } },
    output: { b: 2 },
  },
  {
    name: 'a Task selects from the result before it is placed',
    states: { a: task({ ResultSelector: { 'sum.$': '$.Payload.n' }, ResultPath: '$.r', OutputPath: '$' }) },
    input: { x: 1 },
    functions: { work: () => ({ n: 3 }) },
    output: { x: 1, r: { sum: 3 } },
  },
  {
    name: 'a null ResultPath keeps the input',
    states: { a: task({ ResultPath: null, OutputPath: '$' }) },
    input: { x: 1 },
    functions: { work: () => 'gone' },
    output: { x: 1 },
  },
  {
    name: 'null paths stand for an empty object',
    states: { a: pass({ InputPath: null, Next: 'b', End: undefined }), b: pass({ OutputPath: null }) },
    input: { x: 1 },
    output: {},
  },
  {
    name: 'the input of a state is the output of the one before',
    states: {
      a: pass({ Result: 1, ResultPath: '$.a', Next: 'b', End: undefined }),
      b: pass({ Result: 2, ResultPath: '$.b' }),
    },
    input: {},
    output: { a: 1, b: 2 },
  },
  {
    name: 'a ResultPath makes what is missing on its way',
    states: { a: pass({ Result: 1, ResultPath: '$.deep.er' }) },
    input: { x: 0 },
    output: { x: 0, deep: { er: 1 } },
  },
  {
    name: 'a ResultPath into text fails',
    states: { a: pass({ Result: 1, ResultPath: '$.x.y' }) },
    input: { x: 'text' },
    error: 'States.ResultPathMatchFailure',
  },
  {
    name: 'Parameters with a path to nothing fail',
    states: { a: pass({ Parameters: { 'x.$': '$.nobody' } }) },
    input: {},
    error: 'States.ParameterPathFailure',
    cause: /could not be found in the input/,
  },
  {
    name: 'the context object tells of execution, state and machine',
    states: {
      a: pass({
        Parameters: {
          'input.$': '$$.Execution.Input',
          'role.$': '$$.Execution.RoleArn',
          'redriven.$': '$$.Execution.RedriveCount',
          'state.$': '$$.State.Name',
          'retries.$': '$$.State.RetryCount',
        },
      }),
    },
    input: { x: 1 },
    output: {
      input: { x: 1 },
      role: 'arn:aws:iam::000000000000:role/journeys',
      redriven: 0,
      state: 'a',
      retries: 0,
    },
  },
  {
    name: 'there is a token only in tasks that wait for one',
    states: { a: pass({ Parameters: { 'token.$': '$$.Task.Token' } }) },
    error: 'States.ParameterPathFailure',
  },
  {
    name: 'Fail takes its error and cause from paths and intrinsic functions',
    states: { a: { Type: 'Fail', ErrorPath: '$.e', CausePath: "States.Format('it was {}', $.c)" } },
    input: { e: 'Sold', c: 'out' },
    error: 'Sold',
    cause: /^it was out$/,
  },
  {
    name: 'an output of more than 256 KB ends it',
    states: { a: pass({ Parameters: { 'one.$': '$.x', 'two.$': '$.x' } }) },
    input: { x: 'x'.repeat(140_000) },
    error: 'States.DataLimitExceeded',
  },
  {
    name: 'the limit counts bytes, not characters',
    states: { a: pass({ Parameters: { 'one.$': '$.x', 'two.$': '$.x' } }) },
    input: { x: 'ä'.repeat(70_000) },
    error: 'States.DataLimitExceeded',
  },
  intrinsic("States.Format('{} of {}: \\{\\}', $.order.total, $.profileId)", '12.5 of p1: {}'),
  intrinsic('States.StringToJson($.json)', { a: 1 }),
  intrinsic('States.JsonToString($.order.lines)', '[{"sku":"a"},{"sku":"b"}]'),
  intrinsic("States.Array($.profileId, 'x', true, null, 2)", ['p1', 'x', true, null, 2]),
  intrinsic('States.ArrayPartition(States.Array(1, 2, 3, 4, 5), 2)', [[1, 2], [3, 4], [5]]),
  intrinsic("States.ArrayContains(States.Array(1, 'a'), 'a')", true),
  intrinsic('States.ArrayRange(1, 9, 2)', [1, 3, 5, 7, 9]),
  intrinsic('States.ArrayRange(3, 1, -1)', [3, 2, 1]),
  intrinsic('States.ArrayGetItem($.order.lines, 1)', { sku: 'b' }),
  intrinsic('States.ArrayLength($.order.lines)', 2),
  intrinsic("States.ArrayUnique(States.Array(1, 2, 1, 'a', 'a'))", [1, 2, 'a']),
  intrinsic("States.Base64Decode(States.Base64Encode('ä'))", 'ä'),
  intrinsic("States.Hash('a', 'SHA-1')", '86f7e437faa5a7fce15d1ddcb9eaeaea377667b8'),
  intrinsic('States.JsonMerge($.order.lines[0], States.StringToJson($.json), false)', { sku: 'a', a: 1 }),
  intrinsic('States.MathRandom(4, 5)', 4),
  intrinsic('States.MathAdd($.order.total, 2)', 14.5),
  intrinsic("States.StringSplit('a,b,,c', ',')", ['a', 'b', 'c']),
  intrinsic('States.ArrayLength(States.Array(States.UUID(), States.UUID()))', 2),
  refused('States.ArrayRange(1, 5000, 1)'),
  refused('States.ArrayGetItem($.order.lines, 7)'),
  refused("States.Format('{} {}', 1)"),
  refused('States.StringToJson($.profileId)'),
  refused('States.MathAdd($.profileId, 1)'),
];
