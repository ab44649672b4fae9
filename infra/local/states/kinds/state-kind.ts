import type { Json } from '../../runtime/template/json.ts';
import type { Sources } from '../data/path.ts';

/** What a state sees when an execution is in it. */
export type Visit = Sources & {
  readonly now: number;
};

export type LambdaCall = {
  readonly functionName: string;
  readonly payload: Json;
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

export type Entered =
  | Moved
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

/** One state of a definition, ready to run; each of its steps may throw StateError. */
export type State = {
  readonly type: string;
  readonly retry: readonly Retrier[];
  readonly catch: readonly Catcher[];
  readonly heartbeatSeconds?: number | undefined;
  enter(visit: Visit): Entered;
  /** Goes on after the wait, or with the result of the call. */
  leave(visit: Visit, result: Json): Moved;
};

/** How one type of state exists here; `parse` throws on fields that have no behaviour here. */
export type StateKind = { parse(definition: unknown): State };

/** A state that never waits. */
export function passingState(type: string, enter: (visit: Visit) => Moved): State {
  return { type, retry: [], catch: [], enter, leave: enter };
}
