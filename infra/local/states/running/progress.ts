import type { Json } from '../../runtime/template/json.ts';
import { placeResult } from '../data/result-path.ts';
import type { Definition } from '../definition.ts';
import type { Branching, Catcher, LambdaCall, Moved, State, Visit } from '../kinds/state-kind.ts';
import { StateError } from '../state-error.ts';
import {
  type Execution,
  type ExecutionStatus,
  type HistoryEvent,
  isChild,
  type NumberedEvent,
} from '../store/execution.ts';
import type { Written } from '../store/execution-table.ts';
import * as history from '../store/history.ts';
import { newBranches } from './branches.ts';
import { contextOf } from './context.ts';
import { requireSize } from './data-limit.ts';
import { findCatcher, nextRetry } from './retry.ts';
import { newToken } from './task-token.ts';

// Step Functions' own limit
const maxEvents = 25_000;

export type ProgressOptions = {
  readonly definition: Definition;
  readonly roleArn: string;
  readonly now: number;
  /** The execution that a branch belongs to; itself for one that is none. */
  readonly root: Execution;
};

/** One execution, or one branch of it, as it goes on: what it becomes, and the events that tell how. */
export class Progress {
  readonly #options: ProgressOptions;
  readonly #events: NumberedEvent[] = [];
  readonly #hadBranches: boolean;
  #branches: readonly Execution[] = [];
  #transitions = 0;
  #execution: Execution;

  constructor(execution: Execution, options: ProgressOptions) {
    this.#execution = execution;
    this.#options = options;
    this.#hadBranches = execution.phase === 'branching';
    // its branches have told the latest
    if (this.#hadBranches) this.#change({ lastEvent: options.root.events });
  }

  /** What is to be written of it. */
  get written(): Written {
    const { phase, transitions, events } = this.#execution;
    const counted = {
      transitions: transitions + this.#transitions,
      events: events + this.#events.length,
    };
    return {
      // those of a branch are counted in its execution
      execution: { ...this.#execution, ...(this.#hasHistory ? counted : {}) },
      events: this.#events,
      transitions: this.#transitions,
      branches: this.#branches,
      dropsBranches: this.#hadBranches && phase !== 'branching',
      at: this.#options.now,
    };
  }

  /** Enters the state it stands before, or repeats its call; answers the call that is to be made. */
  enter(): LambdaCall | undefined {
    const { state: name, stateInput, phase } = this.#execution;
    this.#transitions += 1;
    this.#change({ token: newToken() });
    if (phase === 'starting') this.#start();
    if (phase !== 'repeating') {
      this.#change({ enteredAt: this.#options.now, retries: '[]' });
      this.#tell(history.stateEntered(this.#state.type, name, stateInput));
    }
    return this.#attempt(() => this.#enter());
  }

  /** The instant has come that it waited for. */
  wake(): void {
    if (this.#execution.phase === 'waiting')
      this.#attempt(() => this.#move(this.#state.leave(this.#visit(), null)));
    else if (this.#execution.phase === 'backing-off') this.#change({ phase: 'repeating', wakeAt: null });
    else this.#timeOutTask();
  }

  /** The function has taken the task over, and answers with the token. */
  submit(output: Json): void {
    this.#change({ phase: 'token' });
    this.#tellTask('Submitted', history.describeOutput(output));
  }

  succeedTask(result: Json): void {
    this.#tellTask('Succeeded', history.describeOutput(result));
    this.#leave(result);
  }

  failTask(error: StateError): void {
    this.#tellTask('Failed', history.describeError(error));
    this.#fail(error);
  }

  /** Every branch has ended well. */
  succeedBranches(results: readonly Json[]): void {
    this.#tell(history.branchesEnded(this.#state.type, 'Succeeded'));
    this.#leave(results);
  }

  /** One branch has failed, which ends those that still run. */
  failBranches(error: StateError, running: readonly Execution[]): void {
    this.#tell(...running.flatMap((branch) => history.iterationEvents(branch, 'Aborted')));
    this.#tell(history.branchesEnded(this.#state.type, 'Failed'));
    this.#fail(error);
  }

  /** Starts counting the time to the next heartbeat again. */
  beat(): void {
    this.#change({ wakeAt: this.#deadline(this.#state.heartbeatSeconds?.(this.#visit())) });
  }

  end(status: ExecutionStatus, ended: Partial<Pick<Execution, 'output' | 'error' | 'cause'>>): void {
    this.#change({ ...ended, status, stoppedAt: this.#options.now, phase: 'ended', wakeAt: null });
    if (this.#hasHistory) this.#tell(history.executionEnded(this.#execution));
    else {
      const what = status === 'SUCCEEDED' ? 'Succeeded' : 'Failed';
      this.#tell(...history.iterationEvents(this.#execution, what));
    }
  }

  get #hasHistory(): boolean {
    return this.#execution.parent === null || isChild(this.#execution);
  }

  #start(): void {
    this.#tell(...history.iterationEvents(this.#execution, 'Started'));
    if (!isChild(this.#execution)) return;
    // the start of an execution is billed too
    this.#transitions += 1;
    this.#tell(history.executionStarted(this.#execution.input, this.#options.roleArn));
  }

  get #state(): State {
    return this.#options.definition.state(this.#execution.state);
  }

  #enter(): LambdaCall | undefined {
    const entered = this.#state.enter(this.#visit());
    if (entered.status === 'moved') return void this.#move(entered);
    if (entered.status === 'waiting') return void this.#change({ phase: 'waiting', wakeAt: entered.until });
    if (entered.status === 'branching') return void this.#branch(entered);
    const { call } = entered;
    requireSize(call.payload, 'payload');
    const timeoutAt = after(this.#options.now, call.timeoutSeconds);
    this.#change({ phase: 'calling', timeoutAt });
    this.#change({ wakeAt: this.#deadline(call.waitsForToken ? call.heartbeatSeconds : undefined) });
    this.#tell(...history.taskStarted(call));
    return call;
  }

  #branch(entered: Branching): void {
    for (const { input } of entered.branches) requireSize(input, 'payload');
    this.#change({ phase: 'branching', wakeAt: null });
    this.#tell(history.branchesStarted(this.#state.type, entered.branches.length));
    this.#branches = newBranches(this.#execution, entered);
    if (this.#branches.length === 0) this.succeedBranches([]);
  }

  #leave(result: Json): void {
    this.#attempt(() => {
      requireSize(result, 'result');
      this.#move(this.#state.leave(this.#visit(), result));
    });
  }

  #move({ next, output }: Moved): void {
    requireSize(output, 'output');
    const text = JSON.stringify(output);
    this.#tell(history.stateExited(this.#state.type, this.#execution.state, text));
    if (next === undefined) this.end('SUCCEEDED', { output: text });
    else this.#goTo(next, text);
  }

  #goTo(state: string, stateInput: string): void {
    const tooLong = this.#options.root.events + this.#events.length >= maxEvents;
    this.#change({ phase: 'entering', state, stateInput, wakeAt: null, timeoutAt: null });
    if (!tooLong) return;
    const cause = `The execution reached the maximum number of history events (${maxEvents}).`;
    this.end('FAILED', { error: 'States.Runtime', cause });
  }

  #fail(error: StateError): void {
    const { state, execution } = { state: this.#state, execution: this.#execution };
    const retry = nextRetry(state.retry, {
      error: error.error,
      retries: JSON.parse(execution.retries),
      seed: `${execution.arn} ${execution.state}`,
    });
    if (retry !== undefined) {
      const wakeAt = this.#options.now + retry.delayMs;
      this.#change({ phase: 'backing-off', wakeAt, timeoutAt: null, retries: JSON.stringify(retry.retries) });
      return;
    }
    const catcher = findCatcher(state.catch, error.error);
    if (catcher === undefined) this.end('FAILED', history.describeError(error));
    else this.#catch(catcher, error);
  }

  #catch({ ResultPath, Next }: Catcher, error: StateError): void {
    const caught = { Error: error.error ?? '', Cause: error.message };
    try {
      const output = placeResult(ResultPath, this.#visit().input, caught);
      this.#move({ status: 'moved', next: Next, output });
    } catch (failure) {
      if (!(failure instanceof StateError)) throw failure;
      this.end('FAILED', history.describeError(failure));
    }
  }

  #timeOutTask(): void {
    const { timeoutAt } = this.#execution;
    const isTimeout = timeoutAt !== null && timeoutAt <= this.#options.now;
    const error = new StateError(isTimeout ? 'States.Timeout' : 'States.HeartbeatTimeout', '');
    this.#tellTask('TimedOut', history.describeError(error));
    this.#fail(error);
  }

  #attempt<T>(work: () => T): T | undefined {
    try {
      return work();
    } catch (error) {
      if (!(error instanceof StateError)) throw error;
      this.#fail(error);
      return undefined;
    }
  }

  #visit(): Visit {
    const waitsForToken = this.#state.resource?.endsWith('.waitForTaskToken') ?? false;
    return {
      input: JSON.parse(this.#execution.stateInput),
      context: contextOf(this.#execution, { ...this.#options, waitsForToken }),
      now: this.#options.now,
    };
  }

  #deadline(heartbeatSeconds: number | undefined): number | null {
    const instants = [this.#execution.timeoutAt, after(this.#options.now, heartbeatSeconds)];
    const known = instants.filter((instant) => instant !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  #tellTask(what: 'Submitted' | 'Succeeded' | 'Failed' | 'TimedOut', details: object): void {
    this.#tell(history.taskEvent(this.#state.resource ?? '', what, details));
  }

  #tell(...events: readonly HistoryEvent[]): void {
    for (const event of events) {
      const id = this.#options.root.events + this.#events.length + 1;
      this.#events.push({ ...event, id, previous: this.#execution.lastEvent });
      this.#change({ lastEvent: id });
    }
  }

  #change(changed: Partial<Execution>): void {
    this.#execution = { ...this.#execution, ...changed };
  }
}

function after(now: number, seconds: number | undefined): number | null {
  return seconds === undefined ? null : now + seconds * 1000;
}
