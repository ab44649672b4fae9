import { createSecretKey } from 'node:crypto';
import type { StreamEvent } from '../../../../../events/stream-event.ts';
import { partitionKey } from '../../../../../shared/identity/partition-key.ts';
import { SimulatedDynamoDb } from '../cloud/simulated-dynamodb.ts';
import { SimulatedExecutions, simulatedEngine } from '../cloud/simulated-executions.ts';
import { SimulatedStream } from '../cloud/simulated-stream.ts';
import { type Environment, openEnvironment } from './environment.ts';
import { Invocation } from './invocation.ts';
import { calmHandler, Wire } from './wire.ts';

export const START = Date.parse('2026-11-01T00:00:00.000Z');
export const IDENTITY_KEY = createSecretKey('a key for simulations', 'utf8');
const SHARDS = 2;

const tableKeys = {
  Profiles: { hash: 'node', range: 'part' },
  Timeline: { hash: 'profileId', range: 'chunk' },
  Timers: { hash: 'minute', range: 'profileId' },
  Memberships: { hash: 'segment', range: 'profileId' },
  Journeys: { hash: 'pk', range: 'sk' },
  Definitions: { hash: 'definition', range: 'version' },
  FailedEvents: { hash: 'day', range: 'id' },
};
export type TableName = keyof typeof tableKeys;

type Sandbox = { invocation: Invocation; readonly environment: Environment };

/** The services and the Lambda environments of one simulation, on one clock. */
export class SimulatedCloud {
  readonly dynamo: SimulatedDynamoDb;
  readonly stream = new SimulatedStream(SHARDS, () => this.now);
  readonly executions = new SimulatedExecutions();
  readonly wire = new Wire();
  /** speaks to the services past the scheduler and its faults */
  readonly calm: Environment;
  now = START;
  #running: Invocation[] = [];
  readonly #free: Sandbox[] = [];
  readonly #skew: () => number;

  /** `isLate`: whether a read that need not be consistent is behind; `skew`: by how much the clock of an environment is wrong. */
  constructor({ isLate, skew }: { isLate: () => boolean; skew: () => number }) {
    this.dynamo = new SimulatedDynamoDb(tableKeys, isLate);
    this.#skew = skew;
    this.calm = openEnvironment({
      requestHandlers: {
        dynamodb: calmHandler(this.dynamo.service),
        kinesis: calmHandler(this.stream.service),
      },
      now: () => this.now,
      engine: simulatedEngine(async () => ({ status: 200 })),
    });
  }

  /** What the collector does with an event it accepts. */
  accept(event: StreamEvent): void {
    const data = Buffer.from(JSON.stringify(event)).toString('base64');
    this.stream.append(partitionKey(IDENTITY_KEY, event), data);
  }

  invoke(work: (environment: Environment) => Promise<unknown>): Invocation {
    const invocation = new Invocation();
    const sandbox = this.#free.pop() ?? this.#openSandbox(invocation);
    sandbox.invocation = invocation;
    this.#running.push(invocation);
    const free = () => void this.#free.push(sandbox);
    invocation.watch(work(sandbox.environment).finally(free));
    return invocation;
  }

  get isIdle(): boolean {
    return this.#running.length === 0;
  }

  /** Waits until everything that runs has come to a call. */
  async settle(): Promise<void> {
    do {
      await new Promise((resolve) => setImmediate(resolve));
      this.#running = this.#running.filter((invocation) => invocation.isRunning);
    } while (this.#running.some(({ waiting }) => waiting === 0));
  }

  #openSandbox(first: Invocation): Sandbox {
    const skew = this.#skew();
    const running = () => sandbox.invocation;
    const { dynamo, stream, executions, wire } = this;
    const environment = openEnvironment({
      requestHandlers: {
        dynamodb: wire.handlerFor(dynamo.service, running),
        kinesis: wire.handlerFor(stream.service, running),
      },
      now: () => this.now + skew,
      engine: simulatedEngine((request) => wire.send(executions.service, request, running())),
    });
    const sandbox: Sandbox = { invocation: first, environment };
    return sandbox;
  }
}
