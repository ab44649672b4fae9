import type { JsonObject } from '../../runtime/template/json.ts';
import type { Execution } from '../store/execution.ts';

export type ContextOptions = {
  /** The execution that a branch belongs to; itself for one that is none. */
  readonly root: Execution;
  readonly roleArn: string;
  readonly waitsForToken: boolean;
};

/** The context object, which paths read with `$$`. */
export function contextOf(position: Execution, { root, roleArn, waitsForToken }: ContextOptions): JsonObject {
  const { state, enteredAt, retries, token, item } = position;
  const counts: readonly number[] = JSON.parse(retries);
  return {
    Execution: {
      Id: root.arn,
      Input: JSON.parse(root.input),
      Name: root.name,
      RoleArn: roleArn,
      StartTime: new Date(root.startedAt).toISOString(),
      RedriveCount: 0,
    },
    State: {
      EnteredTime: new Date(enteredAt).toISOString(),
      Name: state,
      RetryCount: counts.reduce((sum, count) => sum + count, 0),
    },
    StateMachine: { Id: root.machineArn, Name: root.machineArn.split(':').at(-1) ?? '' },
    ...(waitsForToken ? { Task: { Token: token } } : {}),
    ...(item === null ? {} : { Map: { Item: JSON.parse(item) } }),
  };
}
