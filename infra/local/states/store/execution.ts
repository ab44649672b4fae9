export type ExecutionStatus = 'RUNNING' | 'SUCCEEDED' | 'FAILED' | 'TIMED_OUT' | 'ABORTED';

/** What goes on by itself: about to begin as a branch, to enter its state, or to call again. */
export type ReadyPhase = 'starting' | 'entering' | 'repeating';

/** Where it stands otherwise: a branch waits for its turn; then a call, a token, an instant, an attempt, its branches. */
export type RestingPhase = 'queued' | 'calling' | 'token' | 'waiting' | 'backing-off' | 'branching' | 'ended';

export type Phase = ReadyPhase | RestingPhase;

/** One execution, or one branch of it, as it is stored; instants are epoch milliseconds, JSON is text. */
export type Execution = {
  /** A branch has the ARN of what it is a branch of, a # and its number. */
  readonly arn: string;
  readonly parent: string | null;
  readonly branch: number;
  /** The Map state that it is an iteration of. */
  readonly iterationOf: string | null;
  /** What the context tells of the item, as JSON. */
  readonly item: string | null;
  readonly machineArn: string;
  readonly name: string;
  /** The definition it started with, which it stays on. */
  readonly definition: number;
  /** Empty in a branch. */
  readonly input: string;
  readonly startedAt: number;
  readonly deadlineAt: number;
  readonly status: ExecutionStatus;
  readonly stoppedAt: number | null;
  readonly output: string | null;
  readonly error: string | null;
  readonly cause: string | null;
  /** What AWS would bill for the execution with its branches. */
  readonly transitions: number;
  /** The id of the last event of the history of all branches. */
  readonly events: number;
  /** The id of its own last event. */
  readonly lastEvent: number;
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

export type NumberedEvent = HistoryEvent & { readonly id: number; readonly previous: number };

export type StoredEvent = {
  readonly id: number;
  readonly previous: number;
  readonly at: number;
  readonly type: string;
  readonly details: string;
};

// what ends the ARN of an execution that another one started; no name of an execution has it, nor a #
const CHILD = '!';

/** An execution that a distributed Map starts. In AWS its ARN does not name its parent. */
export function childArn(parent: string, branch: number): string {
  return `${parent}#${branch}${CHILD}`;
}

export function isChild({ arn }: Execution): boolean {
  return arn.endsWith(CHILD);
}

/** The ARN of the execution that this is, or is a branch of. */
export function rootArn({ arn }: Execution): string {
  const child = arn.lastIndexOf(CHILD);
  return child < 0 ? topArn(arn) : arn.slice(0, child + CHILD.length);
}

/** The ARN of the execution that somebody started. */
export function topArn(arn: string): string {
  return arn.split('#', 1)[0] ?? arn;
}

export function isReady({ phase }: Execution): boolean {
  return phase === 'starting' || phase === 'entering' || phase === 'repeating';
}
