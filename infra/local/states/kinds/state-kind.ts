import type { Json, JsonObject } from '../../runtime/template/json.ts';

/** What a state sees when an execution is in it. */
export type Visit = {
  readonly input: Json;
  readonly context: JsonObject;
  readonly now: number;
};

export type LambdaCall = {
  readonly functionName: string;
  readonly payload: Json;
  /** What the task names: an integration, or the function itself. */
  readonly resource: string;
  readonly waitsForToken: boolean;
  readonly timeoutSeconds: number | undefined;
  readonly heartbeatSeconds: number | undefined;
};

/** Where the execution goes; it ends when there is no next. */
export type Moved = {
  readonly status: 'moved';
  readonly next: string | undefined;
  readonly output: Json;
};

/** A branch of a Parallel state, or the iteration of a Map state for one item. */
export type Branch = { readonly startAt: string; readonly input: Json; readonly item?: Json };

export type Branching = {
  readonly status: 'branching';
  readonly branches: readonly Branch[];
  /** How many run at a time. */
  readonly concurrency: number;
  /** Whether each is an execution of its own, with its own history, as those of a distributed Map are. */
  readonly areExecutions?: boolean;
};

export type Entered =
  | Moved
  | Branching
  | { readonly status: 'waiting'; readonly until: number }
  | { readonly status: 'calling'; readonly call: LambdaCall };

export type Retrier = {
  readonly ErrorEquals: readonly string[];
  readonly IntervalSeconds: number;
  readonly MaxAttempts: number;
  readonly BackoffRate: number;
  readonly MaxDelaySeconds?: number | undefined;
  readonly JitterStrategy?: 'FULL' | 'NONE' | undefined;
};

export type Catcher = {
  readonly ErrorEquals: readonly string[];
  readonly ResultPath?: string | null | undefined;
  readonly Next: string;
};

/** The states of a machine, of a branch or of an iteration. */
export type Scope = {
  readonly StartAt: string;
  readonly States: Readonly<Record<string, { readonly Type: string }>>;
};

/** One state of a definition, ready to run; each of its steps may throw StateError. */
export type State = {
  readonly type: string;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
  /** What a task calls; the others call nothing. */
  readonly resource?: string;
  /** Whether what is inside this one runs as executions of their own. */
  readonly startsExecutions?: boolean;
  /** The states inside this one. */
  readonly scopes?: readonly Scope[];
  heartbeatSeconds?(visit: Visit): number | undefined;
  enter(visit: Visit): Entered;
  /** Goes on after the wait, with the result of the call, or with those of the branches. */
  leave(visit: Visit, result: Json): Moved;
};

/** How one type of state exists here; `parse` throws on fields that have no behaviour here. */
export type StateKind = { parse(definition: unknown): State };

/** A state that never waits. */
export function passingState(type: string, enter: (visit: Visit) => Moved): State {
  return { type, retry: [], catch: [], enter, leave: enter };
}
