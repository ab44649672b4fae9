import type { Clock } from '../clock.ts';
import type { Work } from '../runtime/work.ts';
import { type Definition, parseDefinition } from './definition.ts';
import type { LambdaCall } from './kinds/state-kind.ts';
import { type CallOutcome, type InvokeFunction, invokeLambda } from './lambda-invoke.ts';
import { Progress } from './progress.ts';
import type { Execution } from './store/execution.ts';
import type { ExecutionTable } from './store/execution-table.ts';
import type { MachineTable } from './store/machine-table.ts';

export type InterpreterPorts = {
  readonly clock: Clock;
  readonly work: Work;
  readonly executions: ExecutionTable;
  readonly machines: MachineTable;
  readonly invoke: InvokeFunction;
  /** Told when an execution has started and when it has ended. */
  onStatus(execution: Execution): void;
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
  #closed = false;

  constructor(ports: InterpreterPorts) {
    this.#ports = ports;
  }

  /** Takes up what ran when the database was last closed; a call that was in flight is made again. */
  resume(): void {
    const { executions, clock } = this.#ports;
    for (const execution of executions.running()) {
      if (execution.phase === 'calling') {
        const repeating: Execution = { ...execution, phase: 'repeating', wakeAt: null, timeoutAt: null };
        executions.write({ execution: repeating, events: [], at: clock.now() });
      }
      if (['calling', 'entering', 'repeating'].includes(execution.phase)) this.#makeReady(execution.arn);
    }
    this.#arm();
  }

  /** Goes on with an execution that was just written. */
  begin(execution: Execution): void {
    this.#ports.onStatus(execution);
    this.#makeReady(execution.arn);
    this.#arm();
  }

  /** Changes an execution from outside: a token came back, or it is stopped. */
  change(execution: Execution, apply: (progress: Progress) => void): void {
    const progress = this.#progress(execution);
    apply(progress);
    this.#proceed(progress);
  }

  definition(id: number): Definition {
    const known = this.#definitions.get(id);
    if (known !== undefined) return known;
    const definition = parseDefinition(this.#ports.machines.definition(id));
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
    for (const arn of this.#ready.slice(0, executionsPerTurn)) this.#advance(arn);
    this.#ready.splice(0, executionsPerTurn);
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
      if (now?.phase === 'calling' && now.events === execution.events) this.#settle(now, call, outcome);
    });
  }

  #settle(execution: Execution, call: LambdaCall, outcome: CallOutcome): void {
    const progress = this.#progress(execution);
    if (outcome.status === 'failed') progress.failTask(outcome.error);
    else if (call.waitsForToken) progress.submit(outcome.result);
    else progress.succeedTask(outcome.result);
    this.#proceed(progress);
  }

  #proceed(progress: Progress): void {
    const execution = this.#write(progress);
    if (isReady(execution)) this.#makeReady(execution.arn);
    else if (execution.phase !== 'calling') this.#rest(execution.arn);
  }

  #rest(arn: string): void {
    this.#endings.get(arn)?.();
    this.#endings.delete(arn);
  }

  #write(progress: Progress): Execution {
    const { execution, events } = progress;
    this.#ports.executions.write({ execution, events, at: this.#ports.clock.now() });
    if (execution.phase === 'ended') this.#ports.onStatus(execution);
    this.#arm();
    return execution;
  }

  #progress(execution: Execution): Progress {
    const { clock, machines } = this.#ports;
    return new Progress(execution, {
      definition: this.definition(execution.definition),
      roleArn: machines.find(execution.machineArn)?.roleArn ?? '',
      now: clock.now(),
    });
  }

  // one timer for all, at the first instant in the database
  #arm(): void {
    const { clock, executions } = this.#ports;
    const at = executions.nextWake();
    if (at === this.#armedAt) return;
    this.#cancelTimer();
    this.#armedAt = at;
    this.#cancelTimer = at === undefined ? () => undefined : clock.setTimer(at, () => this.#wakeDue());
  }

  #wakeDue(): void {
    if (this.#closed) return;
    this.#armedAt = undefined;
    const { clock, executions } = this.#ports;
    const now = clock.now();
    for (const execution of executions.overdue(now)) {
      this.change(execution, (progress) => progress.end('TIMED_OUT', {}));
    }
    for (const execution of executions.due(now)) this.change(execution, (progress) => progress.wake());
    this.#arm();
  }
}

function isReady({ phase }: Execution): boolean {
  return phase === 'entering' || phase === 'repeating';
}
