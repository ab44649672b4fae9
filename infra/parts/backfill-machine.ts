// gentle to the events that arrive meanwhile: each shard has 16 profiles in hand
const SHARDS_AT_ONCE = 4;

/** In Amazon States Language: rounds over shards until there is none left, each shard page by page until it has no cursor. */
export function backfillMachine(functionArn: string): object {
  const call = (payload: object) => ({
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: functionArn, Payload: payload },
    OutputPath: '$.Payload',
    Retry: [
      {
        ErrorEquals: ['States.ALL'],
        IntervalSeconds: 2,
        BackoffRate: 2,
        MaxDelaySeconds: 300,
        MaxAttempts: 30,
      },
    ],
  });
  const shard = {
    StartAt: 'Touch',
    States: {
      Touch: { ...call({ task: 'touch', 'shard.$': '$' }), Next: 'More?' },
      'More?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.cursor', IsPresent: true, Next: 'Touch' }],
        Default: 'Through',
      },
      Through: { Type: 'Succeed' },
    },
  };
  return {
    StartAt: 'Plan',
    States: {
      Plan: { ...call({ task: 'plan', 'number.$': '$.number' }), Next: 'Anybody?' },
      'Anybody?': {
        Type: 'Choice',
        Choices: [{ Variable: '$.shards[0]', IsPresent: true, Next: 'Settle' }],
        Default: 'Done',
      },
      Settle: { Type: 'Wait', SecondsPath: '$.waitSeconds', Next: 'Everybody' },
      Everybody: {
        Type: 'Map',
        ItemsPath: '$.shards',
        MaxConcurrency: SHARDS_AT_ONCE,
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' }, ...shard },
        ResultPath: null,
        Next: 'Finish',
      },
      Finish: {
        ...call({ task: 'finish', 'number.$': '$.number', 'waitedSeconds.$': '$.waitSeconds' }),
        Next: 'Anybody?',
      },
      Done: { Type: 'Succeed' },
    },
  };
}
