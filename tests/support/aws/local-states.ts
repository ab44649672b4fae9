import {
  CreateStateMachineCommand,
  DescribeExecutionCommand,
  type DescribeExecutionCommandOutput,
  GetExecutionHistoryCommand,
  SFNClient,
  StartExecutionCommand,
} from '@aws-sdk/client-sfn';
import { type Clock, createClock } from '../../../infra/local/clock.ts';
import { failed, type InvokeResult } from '../../../infra/local/runtime/lambda/function-config.ts';
import { createWork, type Work } from '../../../infra/local/runtime/work.ts';
import type { StatusEvent } from '../../../infra/local/states/running/status-event.ts';
import { openStates, type States } from '../../../infra/local/states/states.ts';
import { serveAws } from './local-aws.ts';

export type Called = { readonly functionName: string; readonly payload: unknown; readonly at: number };

/** What a function of a test does with a payload: it answers, or throws an error whose name its caller sees. */
export type TestFunction = (payload: unknown, called: readonly Called[]) => unknown;

const role = 'arn:aws:iam::000000000000:role/journeys';

type Opened = { readonly states: States; readonly client: SFNClient; close(): Promise<void> };

/** A local Step Functions behind a real port, with a client; its clock moves only when told to. */
export class LocalStates {
  readonly clock: Clock;
  readonly work: Work = createWork();
  readonly calls: Called[] = [];
  readonly statusEvents: StatusEvent[] = [];
  functions: Record<string, TestFunction> = {};
  readonly #dataDir: string | undefined;
  #opened: Opened | undefined;

  static async start(options: { dataDir?: string | undefined; now?: number } = {}): Promise<LocalStates> {
    const local = new LocalStates(options);
    await local.#open();
    return local;
  }

  private constructor({ dataDir, now }: { dataDir?: string | undefined; now?: number }) {
    this.clock = createClock({ real: { now: () => now ?? Date.UTC(2026, 0, 1), wake: soon } });
    this.#dataDir = dataDir;
  }

  get client(): SFNClient {
    return this.#running.client;
  }

  get states(): States {
    return this.#running.states;
  }

  /** Closes and opens it again, with what is on disk. */
  async reopen(): Promise<void> {
    await this.close();
    await this.#open();
    this.states.resume();
    await this.settle();
  }

  get #running(): Opened {
    if (this.#opened === undefined) throw new Error('the local Step Functions is closed');
    return this.#opened;
  }

  async #open(): Promise<void> {
    const states = openStates({
      clock: this.clock,
      work: this.work,
      dataDir: this.#dataDir,
      invoke: (name, payload) => this.#invoke(name, payload),
      onStatus: (event) => void this.statusEvents.push(event),
    });
    const aws = await serveAws([states]);
    this.#opened = { states, client: new SFNClient(aws.config), close: () => aws.close() };
  }

  async create(name: string, definition: object): Promise<string> {
    const { stateMachineArn } = await this.client.send(
      new CreateStateMachineCommand({ name, definition: JSON.stringify(definition), roleArn: role }),
    );
    return stateMachineArn ?? '';
  }

  /** Starts an execution and waits until it has ended or waits itself. */
  async start(stateMachineArn: string, input: unknown = {}, name?: string): Promise<string> {
    const { executionArn } = await this.client.send(
      new StartExecutionCommand({ stateMachineArn, input: JSON.stringify(input), name }),
    );
    await this.settle();
    return executionArn ?? '';
  }

  /** Makes a machine of these states, of which the first is entered, and runs it. */
  async run(
    states: Readonly<Record<string, object>>,
    input: unknown = {},
    TimeoutSeconds?: number,
  ): Promise<DescribeExecutionCommandOutput> {
    const [StartAt] = Object.keys(states);
    const definition = { StartAt, TimeoutSeconds, States: states };
    const machine = await this.create(`machine-${++this.#machines}`, definition);
    return this.describe(await this.start(machine, input));
  }

  #machines = 0;

  describe(executionArn: string | undefined): Promise<DescribeExecutionCommandOutput> {
    return this.client.send(new DescribeExecutionCommand({ executionArn }));
  }

  /** The types of the events in the history. */
  async history(executionArn: string | undefined): Promise<(string | undefined)[]> {
    const { events } = await this.client.send(new GetExecutionHistoryCommand({ executionArn }));
    return (events ?? []).map(({ type }) => type);
  }

  async advance(durationMs: number): Promise<void> {
    await this.clock.advanceTo(this.clock.now() + durationMs, { between: () => this.settle() });
  }

  async settle(): Promise<void> {
    if (!(await this.work.settled(10_000)))
      throw new Error(`not settled: ${JSON.stringify(this.work.left())}`);
  }

  async close(): Promise<void> {
    this.client.destroy();
    await this.#running.close();
  }

  async #invoke(functionName: string, payload: string): Promise<InvokeResult> {
    const called = { functionName, payload: JSON.parse(payload), at: this.clock.now() };
    this.calls.push(called);
    const run = this.functions[functionName];
    if (run === undefined) throw new Error(`no function "${functionName}"`);
    try {
      const answer = await run(called.payload, this.calls);
      return { functionError: undefined, payload: JSON.stringify(answer ?? null) };
    } catch (error) {
      return error instanceof Error ? failed(error.name, error.message) : failed('Error', String(error));
    }
  }
}

// the clock of a test stands still, so that only what is due already fires by itself
function soon(delayMs: number, callback: () => void): () => void {
  if (delayMs > 0) return () => undefined;
  const immediate = setImmediate(callback);
  return () => clearImmediate(immediate);
}
