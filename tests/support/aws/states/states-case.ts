import type { TestFunction } from '../local-states.ts';

/** One execution and what becomes of it. */
export type StatesCase = {
  readonly name: string;
  /** The first is entered. */
  readonly states: Readonly<Record<string, object>>;
  readonly timeoutSeconds?: number;
  readonly input?: unknown;
  readonly functions?: Readonly<Record<string, TestFunction>>;
  /** How far the clock moves after it has come to rest. */
  readonly advanceSeconds?: number;
  readonly status?: 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'RUNNING';
  readonly output?: unknown;
  readonly error?: string;
  readonly cause?: RegExp;
  /** The payloads that the functions were called with. */
  readonly calls?: readonly unknown[];
  readonly history?: readonly string[];
};

const invokeArn = 'arn:aws:states:::lambda:invoke';

/** A task that calls `work` with its whole input and answers what that answers. */
export function task(fields: object = {}): object {
  return {
    Type: 'Task',
    Resource: invokeArn,
    Parameters: { FunctionName: 'work', 'Payload.$': '$' },
    ResultSelector: { 'answer.$': '$.Payload' },
    OutputPath: '$.answer',
    End: true,
    ...fields,
  };
}

/** A task whose function is given the token. */
export function tokenTask(fields: object = {}): object {
  return {
    Type: 'Task',
    Resource: `${invokeArn}.waitForTaskToken`,
    Parameters: { FunctionName: 'work', 'Payload.$': '$$.Task.Token' },
    End: true,
    ...fields,
  };
}

export function pass(fields: object = {}): object {
  return { Type: 'Pass', End: true, ...fields };
}

/** A function that always throws an error of this name. */
export function throwing(name: string): TestFunction {
  return () => {
    throw Object.assign(new Error(`this is ${name}`), { name });
  };
}

/** A function that throws the first times and then answers its payload. */
export function failing(times: number, name: string): TestFunction {
  return (payload, called) => (called.length > times ? payload : throwing(name)(payload, called));
}
