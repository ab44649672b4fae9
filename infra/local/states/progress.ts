import { randomBytes } from 'node:crypto';
import type { Json } from '../runtime/template/json.ts';
import { placeResult } from './data/result-path.ts';
import type { Definition } from './definition.ts';
import type { Catcher, LambdaCall, Moved, State, Visit } from './kinds/state-kind.ts';
import { findCatcher, nextRetry } from './retry.ts';
import { StateError } from './state-error.ts';
import type { Execution, ExecutionStatus, HistoryEvent } from './store/execution.ts';
import * as history from './store/history.ts';

/** Input, output and payload of a state, in Step Functions' own limit. */
export const maxDataBytes = 262_144;
const maxEvents = 25_000;

export type ProgressOptions = {
  readonly definition: Definition;
  readonly roleArn: string;
  readonly now: number;
};

/** One execution as it goes on: what it becomes, and the events that tell how. */
export class Progress {
  readonly events: HistoryEvent[] = [];
  readonly #options: ProgressOptions;
  #execution: Execution;

  constructor(execution: Execution, options: ProgressOptions) {
    this.#execution = execution;
    this.#options = options;
  }

  get execution(): Execution {
    return { ...this.#execution, events: this.#execution.events + this.events.length };
  }

  /** Enters the state it stands before, or repeats its call; answers the call that is to be made. */
  enter(): LambdaCall | undefined {
    const { state: name, stateInput, phase } = this.#execution;
    this.#change({
      transitions: this.#execution.transitions + 1,
      token: randomBytes(48).toString('base64url'),
    });
    if (phase === 'entering') {
      this.#change({ enteredAt: this.#options.now, retries: '[]' });
      this.events.push(history.stateEntered(this.#state.type, name, stateInput));
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
    this.events.push(history.taskEvent('TaskSubmitted', { output: JSON.stringify(output) }));
  }

  succeedTask(result: Json): void {
    this.events.push(history.taskEvent('TaskSucceeded', { output: JSON.stringify(result) }));
    this.#attempt(() => {
      requireSize(result, 'result');
      this.#move(this.#state.leave(this.#visit(), result));
    });
  }

  failTask(error: StateError): void {
    this.events.push(history.taskEvent('TaskFailed', history.describeError(error)));
    this.#fail(error);
  }

  /** Starts counting the time to the next heartbeat again. */
  beat(): void {
    this.#change({ wakeAt: this.#deadline(this.#state.heartbeatSeconds) });
  }

  end(status: ExecutionStatus, ended: Partial<Pick<Execution, 'output' | 'error' | 'cause'>>): void {
    this.#change({ ...ended, status, stoppedAt: this.#options.now, phase: 'ended', wakeAt: null });
    this.events.push(history.executionEnded(this.#execution));
  }

  get #state(): State {
    return this.#options.definition.state(this.#execution.state);
  }

  #enter(): LambdaCall | undefined {
    const entered = this.#state.enter(this.#visit());
    if (entered.status === 'moved') return void this.#move(entered);
    if (entered.status === 'waiting') return void this.#change({ phase: 'waiting', wakeAt: entered.until });
    const { call } = entered;
    requireSize(call.payload, 'payload');
    const timeoutAt = after(this.#options.now, call.timeoutSeconds);
    this.#change({ phase: 'calling', timeoutAt });
    this.#change({ wakeAt: this.#deadline(call.waitsForToken ? call.heartbeatSeconds : undefined) });
    this.events.push(...history.taskStarted(call));
    return call;
  }

  #move({ next, output }: Moved): void {
    requireSize(output, 'output');
    const text = JSON.stringify(output);
    this.events.push(history.stateExited(this.#state.type, this.#execution.state, text));
    if (next === undefined) this.end('SUCCEEDED', { output: text });
    else this.#goTo(next, text);
  }

  #goTo(state: string, stateInput: string): void {
    const tooLong = this.execution.events >= maxEvents;
    this.#change({ phase: 'entering', state, stateInput, wakeAt: null, timeoutAt: null });
    if (!tooLong) return;
    const cause = `The execution reached the maximum number of history events (${maxEvents}).`;
    this.end('FAILED', { error: 'States.Runtime', cause });
  }

  #fail(error: StateError): void {
    const state = this.#state;
    const retry = nextRetry(state.retry, JSON.parse(this.#execution.retries), error.error);
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
    this.events.push(history.taskEvent('TaskTimedOut', history.describeError(error)));
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
    const { stateInput } = this.#execution;
    return { input: JSON.parse(stateInput), context: this.#context(), now: this.#options.now };
  }

  #context(): Json {
    const { arn, input, machineArn, name, startedAt, state, enteredAt, retries, token } = this.#execution;
    const counts: number[] = JSON.parse(retries);
    return {
      Execution: {
        Id: arn,
        Input: JSON.parse(input),
        Name: name,
        RoleArn: this.#options.roleArn,
        StartTime: new Date(startedAt).toISOString(),
      },
      State: {
        EnteredTime: new Date(enteredAt).toISOString(),
        Name: state,
        RetryCount: counts.reduce((sum, count) => sum + count, 0),
      },
      StateMachine: { Id: machineArn, Name: machineArn.split(':').at(-1) ?? '' },
      Task: { Token: token },
    };
  }

  #deadline(heartbeatSeconds: number | undefined): number | null {
    const instants = [this.#execution.timeoutAt, after(this.#options.now, heartbeatSeconds)];
    const known = instants.filter((instant) => instant !== null);
    return known.length === 0 ? null : Math.min(...known);
  }

  #change(changed: Partial<Execution>): void {
    this.#execution = { ...this.#execution, ...changed };
  }
}

function after(now: number, seconds: number | undefined): number | null {
  return seconds === undefined ? null : now + seconds * 1000;
}

function requireSize(data: Json, what: string): void {
  if (Buffer.byteLength(JSON.stringify(data)) <= maxDataBytes) return;
  throw new StateError(
    'States.DataLimitExceeded',
    `The ${what} of the state is larger than the limit of ${maxDataBytes} bytes.`,
  );
}
