import { describe, expect, it } from 'vitest';
import { parseDefinition } from '../../../../infra/local/states/definition.ts';

const task = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'decide' },
  End: true,
};
const only = (state: object) => JSON.stringify({ StartAt: 's0', States: { s0: state } });

describe('a definition', () => {
  it('keeps what it is made of', () => {
    const text = JSON.stringify({
      Comment: 'made by a compiler',
      StartAt: 's0',
      TimeoutSeconds: 60,
      States: { s0: { ...task, Retry: [{ ErrorEquals: ['States.ALL'] }] } },
    });

    const definition = parseDefinition(text);

    expect(definition).toMatchObject({ startAt: 's0', timeoutSeconds: 60 });
    expect(definition.state('s0').retry).toEqual([
      { ErrorEquals: ['States.ALL'], IntervalSeconds: 1, MaxAttempts: 3, BackoffRate: 2 },
    ]);
  });

  it.each([
    ['no JSON', '{', 'INVALID_JSON_DESCRIPTION'],
    ['no states', '{}', "must be an object with 'States'"],
    ['a state that is nothing', '{"StartAt":"s0","States":{"s0":null}}', 'SCHEMA_VALIDATION_FAILED'],
    ['a target that is missing', only({ Type: 'Pass', Next: 'nowhere' }), 'MISSING_TRANSITION_TARGET'],
    ['no end', only({ Type: 'Pass', Next: 's0' }), 'MISSING_TERMINAL_STATE'],
    [
      'a wait of two kinds',
      only({ Type: 'Wait', Seconds: 1, SecondsPath: '$.a', End: true }),
      'WAIT_DURATION',
    ],
    ['a path that is none', only({ Type: 'Pass', InputPath: 'a', End: true }), 'SCHEMA_VALIDATION_FAILED'],
    [
      'more than 1 MB',
      only({ Type: 'Pass', Comment: 'x'.repeat(1_100_000), End: true }),
      'DEFINITION_TOO_LARGE',
    ],
    [
      'a distributed map of express executions',
      only({
        Type: 'Map',
        ItemProcessor: {
          ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'EXPRESS' },
          StartAt: 'a',
          States: { a: { Type: 'Succeed' } },
        },
        End: true,
      }),
      'cannot run /States/s0: ItemProcessor/ProcessorConfig/ExecutionType: the local Step Functions runs STANDARD executions only',
    ],
    [
      'a name that is taken inside a branch',
      only({
        Type: 'Parallel',
        Branches: [{ StartAt: 's0', States: { s0: { Type: 'Succeed' } } }],
        End: true,
      }),
      'DUPLICATE_STATE_NAMES',
    ],
    [
      'a state without behaviour inside a branch',
      only({
        Type: 'Parallel',
        Branches: [
          { StartAt: 'a', States: { a: { ...task, Resource: 'arn:aws:states:::sqs:sendMessage' } } },
        ],
        End: true,
      }),
      'cannot run /States/s0/States/a: no Resource "arn:aws:states:::sqs:sendMessage"',
    ],
    [
      'States.ALL beside another name',
      only({ ...task, Retry: [{ ErrorEquals: ['States.ALL', 'Other'] }] }),
      'States.ALL must stand alone',
    ],
    [
      'States.ALL before another',
      only({ ...task, Retry: [{ ErrorEquals: ['States.ALL'] }, { ErrorEquals: ['Other'] }] }),
      'States.ALL must stand last',
    ],
    [
      'a heartbeat as long as its timeout',
      only({ ...task, TimeoutSeconds: 60, HeartbeatSeconds: 60 }),
      'HeartbeatSeconds must be less than TimeoutSeconds, got 60 and 60',
    ],
    [
      'a field without behaviour here',
      only({ Type: 'Pass', Assign: { a: 1 }, End: true }),
      'cannot run /States/s0: Unrecognized key: "Assign"',
    ],
    [
      'a resource without behaviour here',
      only({ ...task, Resource: 'arn:aws:states:::sqs:sendMessage' }),
      'cannot run /States/s0: no Resource "arn:aws:states:::sqs:sendMessage"',
    ],
    ['another language', only({ Type: 'Pass', QueryLanguage: 'JSONata', End: true }), 'QueryLanguage'],
    [
      'an intrinsic function that is none',
      only({ Type: 'Pass', Parameters: { 'a.$': 'States.Sort($)' }, End: true }),
      'asl_payload_template',
    ],
    ['a ResultPath into a list', only({ ...task, ResultPath: '$.a[0]' }), 'may only be made of names here'],
  ])('is refused for %s', (_case, text, reason) => {
    expect(() => parseDefinition(text)).toThrow(reason);
    expect(() => parseDefinition(text)).toThrow(expect.objectContaining({ code: 'InvalidDefinition' }));
  });
});
