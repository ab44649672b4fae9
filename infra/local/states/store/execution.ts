export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/**
 * Where an execution stands: about to enter its state, about to call again, in a call, waiting for its token, for an
 * instant, for the next attempt, or ended.
 */
export type Phase = 'entering' | 'repeating' | 'calling' | 'token' | 'waiting' | 'backing-off' | 'ended';

/** One execution as it is stored; instants are epoch milliseconds, JSON is text. */
export type Execution = {
  readonly arn: string;
  readonly machineArn: string;
  readonly name: string;
  /** The definition it started with, which it stays on. */
  readonly definition: number;
  readonly input: string;
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly status: ExecutionStatus;
  readonly stoppedAt: number | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** What AWS would bill. */
  readonly transitions: number;
  /** The id of the last event of its history. */
  readonly events: number;
  readonly phase: Phase;
  readonly state: string;
  readonly stateInput: string;
  readonly enteredAt: number;
  /** When it goes on by itself: a wait, an attempt, a timeout. */
  readonly wakeAt: number | null;
  readonly timeoutAt: number | null;
  readonly token: string;
  /** How often each retrier of the state was used, as JSON. */
  readonly retries: string;
};

/** One event of a history as GetExecutionHistory answers it. */
export type HistoryEvent = { readonly type: string; readonly details?: Readonly<Record<string, object>> };

export type StoredEvent = {
  readonly id: number;
  readonly at: number;
  readonly type: string;
  readonly details: string;
};
