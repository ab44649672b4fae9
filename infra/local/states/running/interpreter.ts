import type { Clock } from '../../clock.ts';
import type { Work } from '../../runtime/work.ts';
import { type Definition, readDefinition } from '../definition.ts';
import type { LambdaCall } from '../kinds/state-kind.ts';
import { type Execution, isReady, type NumberedEvent, rootArn } from '../store/execution.ts';
import type { ExecutionTable } from '../store/execution-table.ts';
import type { MachineTable } from '../store/machine-table.ts';
import { type CallOutcome, type InvokeFunction, invokeLambda } from './lambda-invoke.ts';
import { Progress } from './progress.ts';
import type { StatusTeller } from './status-teller.ts';
import { type Stored, storeProgress } from './store-progress.ts';

export type InterpreterPorts = {
  readonly clock: Clock;
  readonly work: Work;
  readonly executions: ExecutionTable;
  readonly machines: MachineTable;
  readonly status: StatusTeller;
  readonly invoke: InvokeFunction;
  transaction<T>(work: () => T): T;
};

// other work of this process gets its turn after so many
const executionsPerTurn = 100;

/** Carries executions through their states; all it knows is in the database, so that a restart goes on. */
export class Interpreter {
  readonly #ports: InterpreterPorts;
  readonly #definitions = new Map<number, Definition>();
  readonly #ready: string[] = [];
  // what is in flight until it waits or has ended
  readonly #endings = new Map<string, () => void>();
  #cancelTimer = (): void => undefined;
  #armedAt: number | undefined;
  #waking = false;
  #closed = false;

  constructor(ports: InterpreterPorts) {
    this.#ports = ports;
  }

  /** Takes up what ran when the database was last closed; a call that was in flight is made again. */
  resume(): void {
    const { executions, status } = this.#ports;
    status.resume();
    for (const execution of executions.interrupted()) {
      if (execution.phase === 'calling') {
        executions.save({ ...execution, phase: 'repeating', wakeAt: null, timeoutAt: null });
      }
      this.#makeReady(execution.arn);
    }
    this.#arm();
  }

  /** Begins an execution with the first event of its history. */
  begin(execution: Execution, started: NumberedEvent): void {
    const { executions, status, transaction } = this.#ports;
    const written = { execution, events: [started], transitions: 0, branches: [], dropsBranches: false };
    transaction(() => {
      executions.write({ ...written, at: execution.startedAt });
      status.record(execution);
    });
    status.tell();
    this.#makeReady(execution.arn);
    this.#arm();
  }

  /** Changes an execution or a branch from outside: a token came back, or it is stopped. */
  change(execution: Execution, apply: (progress: Progress) => void): void {
    const progress = this.#progress(execution);
    apply(progress);
    this.#proceed(this.#write(progress));
  }

  definition(id: number): Definition {
    const known = this.#definitions.get(id);
    if (known !== undefined) return known;
    const definition = readDefinition(this.#ports.machines.definition(id));
    this.#definitions.set(id, definition);
    return definition;
  }

  close(): void {
    this.#closed = true;
    this.#cancelTimer();
    for (const end of this.#endings.values()) end();
  }

  #makeReady(arn: string): void {
    if (!this.#endings.has(arn)) this.#endings.set(arn, this.#ports.work.begin('execution'));
    this.#ready.push(arn);
    if (this.#ready.length === 1) setImmediate(() => this.#takeTurn());
  }

  #takeTurn(): void {
    if (this.#closed) return;
    const turn = this.#ready.slice(0, executionsPerTurn);
    for (const arn of turn) this.#advance(arn);
    // what became ready meanwhile stands behind them
    this.#ready.splice(0, turn.length);
    if (this.#ready.length > 0) setImmediate(() => this.#takeTurn());
  }

  #advance(arn: string): void {
    let execution = this.#ports.executions.find(arn);
    while (execution !== undefined && isReady(execution)) {
      const progress = this.#progress(execution);
      const call = progress.enter();
      execution = this.#write(progress);
      if (call !== undefined) this.#call(execution, call);
    }
    if (execution?.phase !== 'calling') this.#rest(arn);
  }

  #call(execution: Execution, call: LambdaCall): void {
    const { invoke, machines } = this.#ports;
    const { machineArn: arn } = execution;
    const machine = { arn, roleArn: machines.find(arn)?.roleArn ?? '' };
    void invokeLambda(call, (name, payload) => invoke(name, payload, machine)).then((outcome) => {
      // it may have been stopped meanwhile, have timed out, or its token may have come back
      const now = this.#closed ? undefined : this.#ports.executions.find(execution.arn);
      if (now?.phase === 'calling' && now.token === execution.token) this.#settle(now, call, outcome);
    });
  }

  #settle(execution: Execution, call: LambdaCall, outcome: CallOutcome): void {
    this.change(execution, (progress) => {
      if (outcome.status === 'failed') progress.failTask(outcome.error);
      else if (call.waitsForToken) progress.submit(outcome.result);
      else progress.succeedTask(outcome.result);
    });
  }

  #proceed(execution: Execution): void {
    if (isReady(execution)) this.#makeReady(execution.arn);
    else if (execution.phase !== 'calling') this.#rest(execution.arn);
  }

  #rest(arn: string): void {
    this.#endings.get(arn)?.();
    this.#endings.delete(arn);
  }

  #write(progress: Progress): Execution {
    const { transaction, status } = this.#ports;
    const { changed, dropped } = transaction(() => this.#store(progress));
    const [execution, ...others] = changed;
    for (const other of others) this.#proceed(other);
    for (const arn of dropped) this.#rest(arn);
    status.tell();
    this.#arm();
    return execution;
  }

  #store(progress: Progress): Stored {
    return storeProgress(progress, { ...this.#ports, progressOf: (execution) => this.#progress(execution) });
  }

  #progress(execution: Execution): Progress {
    const { clock, executions, machines } = this.#ports;
    const root = execution.parent === null ? execution : executions.find(rootArn(execution));
    return new Progress(execution, {
      definition: this.definition(execution.definition),
      roleArn: machines.find(execution.machineArn)?.roleArn ?? '',
      now: clock.now(),
      root: root ?? execution,
    });
  }

  // one timer for all, at the first instant in the database
  #arm(): void {
    if (this.#waking || this.#closed) return;
    const { clock, executions } = this.#ports;
    const at = executions.nextWake();
    if (at === this.#armedAt) return;
    this.#cancelTimer();
    this.#armedAt = at;
    this.#cancelTimer = at === undefined ? () => undefined : clock.setTimer(at, () => this.#wakeDue());
  }

  async #wakeDue(): Promise<void> {
    const end = this.#ports.work.begin('execution');
    const now = this.#ports.clock.now();
    this.#waking = true;
    while (!this.#closed && this.#wakeSome(now) === executionsPerTurn) {
      await new Promise((resolve) => setImmediate(resolve));
    }
    this.#waking = false;
    this.#armedAt = undefined;
    this.#arm();
    end();
  }

  /** Answers how many were due. */
  #wakeSome(now: number): number {
    const { executions } = this.#ports;
    const overdue = executions.overdue(now, executionsPerTurn);
    for (const execution of overdue) {
      this.change(execution, (progress) => progress.end('TIMED_OUT', { error: 'States.Timeout' }));
    }
    const due = executions.due(now, executionsPerTurn);
    for (const arn of due) {
      const execution = executions.find(arn);
      // one before it may have ended it
      const isDue = typeof execution?.wakeAt === 'number' && execution.wakeAt <= now;
      if (isDue) this.change(execution, (progress) => progress.wake());
    }
    return Math.max(overdue.length, due.length);
  }
}
