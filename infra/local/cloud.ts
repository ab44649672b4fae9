import { randomBytes } from 'node:crypto';
import { availableParallelism } from 'node:os';
import { openBilling } from './billing/billing.ts';
import { createMeter, type Meter } from './billing/meter.ts';
import { meterCalls, meterHttp, meterMessages } from './billing/metering.ts';
import type { Bill } from './billing/price.ts';
import type { Clock } from './clock.ts';
import { createFaults, type Faults } from './faults/faults.ts';
import { authorizeCall } from './iam/authorize-call.ts';
import type { DenialListener } from './iam/iam.ts';
import { type IamReport, reportIam } from './iam/report.ts';
import { keepUsage } from './iam/usage-file.ts';
import { lockData } from './runtime/deployment/data-lock.ts';
import {
  byName,
  closeDataServices,
  countOperations,
  openDataServices,
  sweepDaily,
} from './runtime/deployment/data-services.ts';
import { deployStack } from './runtime/deployment/deploy.ts';
import { openKeptClock } from './runtime/deployment/kept-clock.ts';
import { openRuntimeDatabase } from './runtime/deployment/runtime-database.ts';
import { createStores, type DataServices } from './runtime/deployment/stores.ts';
import { createAwsFront } from './runtime/front/aws-front.ts';
import { answerControl, controlPrefix } from './runtime/front/control.ts';
import { controlRoutes } from './runtime/front/control-routes.ts';
import { createOperations, type OperationCount, type Operations } from './runtime/front/operations.ts';
import { type Handlers, startServers } from './runtime/front/servers.ts';
import type { InvokeResult } from './runtime/lambda/function-config.ts';
import type { LogLine } from './runtime/lambda/logs.ts';
import { createMachine, type Machine } from './runtime/machine.ts';
import type { Drained } from './runtime/motion.ts';
import { loadAssembly } from './runtime/template/assembly.ts';
import type { Json } from './runtime/template/json.ts';
import { openLambda } from './services/lambda/lambda.ts';
import { type Feedback, type FeedbackAnswer, giveFeedback } from './services/messages/feedback.ts';
import { type MessageFilter, type Outbox, openOutbox, type SentMessage } from './services/messages/outbox.ts';
import { type ExecutionCost, openStates, type States } from './states/states.ts';

const drainTimeoutMs = 60_000;

export type CloudOptions = {
  /** The folder that `cdk synth` wrote. */
  readonly assembly: string;
  /** 0 takes a free port. */
  readonly port: number;
  readonly awsPort: number;
  /** Where state is kept; in memory when not given. */
  readonly dataDir?: string | undefined;
  /** Whether a shard takes only 1,000 records and 1 MiB a second, as in AWS. */
  readonly kinesisLimits?: boolean;
  readonly log?: ((line: string) => void) | undefined;
  /** Hears at once of what a policy denies, of each kind of denial once. */
  readonly onDenial?: DenialListener | undefined;
  /** Stays `starting` until the sources are set, so that whoever waits for `ready` finds them. */
  readonly waitsForSources?: boolean;
};

export type Source = { readonly id: string; readonly kind: string; readonly writeKey: string };

/** The running local cloud. */
export type Cloud = {
  readonly publicUrl: string;
  readonly awsUrl: string;
  readonly adminToken: string;
  readonly clock: Clock;
  readonly outputs: Readonly<Record<string, Json>>;
  drain(timeoutMs?: number): Promise<Drained>;
  /** Moves the clock, fires what is due and drains between. */
  advance(durationMs: number): Promise<Drained>;
  /** Calls a function by name or ARN. */
  invoke(name: string, event: unknown): Promise<InvokeResult>;
  /** Ends the environments that wait for work, of one function or of all: what is invoked next starts cold. */
  retire(functionName?: string): void;
  logs(functionName?: string): readonly LogLine[];
  operations(): readonly OperationCount[];
  /** What each role was allowed, and everything that was denied. */
  iam(): IamReport;
  /** What SES and SNS accepted. */
  messages(filter?: MessageFilter): readonly SentMessage[];
  /** The executions of state machines with the transitions of each. */
  transitions(): readonly ExecutionCost[];
  /** What AWS would bill for everything since the start. */
  billing(): Bill;
  /** Where tests break calls to AWS. */
  readonly faults: Pick<Faults, 'inject'>;
  /** What was sent to a dead letter queue. */
  deadLetters(queue: string): readonly string[];
  /** Publishes what the provider of an accepted message would tell about it. */
  feedback(feedback: Feedback): FeedbackAnswer;
  /** The sources that `health` tells. */
  setSources(sources: readonly Source[]): void;
  stop(): Promise<void>;
};

type Health = {
  status: 'starting' | 'ready';
  readonly publicUrl: string;
  readonly awsUrl: string;
  readonly adminToken: string;
  sources: readonly Source[];
};

type Closing = (() => void | Promise<void>)[];

/** Starts the local cloud from a synthesized assembly; resolves once every resource is deployed. */
export async function startCloud(options: CloudOptions): Promise<Cloud> {
  const closing: Closing = [];
  // what was opened last is closed first
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).reverse()) await close();
  };
  try {
    return await start(options, closing, stop);
  } catch (error) {
    await stop();
    throw error;
  }
}

async function start(options: CloudOptions, closing: Closing, stop: Cloud['stop']): Promise<Cloud> {
  const assembly = await loadAssembly(options.assembly);
  if (options.dataDir !== undefined) closing.push(lockData(options.dataDir));
  const database = openRuntimeDatabase(options.dataDir);
  closing.push(() => database.close());
  const clock = openKeptClock(database);
  closing.push(() => clock.close());
  const meter = createMeter();
  const outbox = meterMessages(meter, openOutbox(clock, options.dataDir));
  closing.push(() => outbox.close());
  const { dataDir, kinesisLimits = false } = options;
  const data = await openDataServices({ clock, outbox, meter, dataDir, kinesisLimits });
  closing.push(() => closeDataServices(data));
  const servers = await startServers({ ...options, now: () => clock.now() });
  closing.push(() => servers.close());
  const { awsUrl, publicUrl } = servers;
  const adminToken = randomBytes(24).toString('base64url');
  const machine = createMachine({
    assembly,
    clock,
    database,
    awsUrl,
    publicUrl,
    defaultConcurrency: Math.min(Math.max(2 * availableParallelism(), 4), 10),
    stores: createStores(data),
    putObject: data.s3.putObject,
    queues: data.queues,
    tokens: (scopes) => new Map([[adminToken, scopes]]),
    meter,
    onDenial: options.onDenial,
  });
  closing.push(() => machine.stop());
  closing.push(() => keepUsage(reportIam(machine)));
  const states = openMachineStates(machine, clock, options.dataDir);
  closing.push(() => states.close());
  const health: Health = { status: 'starting', publicUrl, awsUrl, adminToken, sources: [] };
  const operations = createOperations();
  const faults = createFaults();
  const billing = openBilling(meter, states);
  const feedbackPorts = { outbox, destinations: data.ses.destinations, now: () => clock.now() };
  const feedback = (given: unknown) => giveFeedback(given, feedbackPorts);
  const parts = { clock, machine, operations, health, outbox, states, faults, meter, data };
  const running = { ...parts, billing, feedback };
  servers.serve(createHandlers(running));
  const outputs = await deployStack(assembly, {
    ...machine.services,
    createStateMachine: (made) => states.deploy(made),
  });
  await sweepDaily(data, clock);
  states.resume();
  await machine.start();
  options.log?.(`deployed ${assembly.template.resources.size} resources of ${assembly.stackName}`);
  if (!options.waitsForSources) health.status = 'ready';
  return createCloud({ ...running, outputs, stop });
}

type Running = {
  readonly clock: Clock;
  readonly machine: Machine;
  readonly operations: Operations;
  readonly health: Health;
  readonly outbox: Outbox;
  readonly states: States;
  readonly faults: Faults;
  readonly meter: Meter;
  readonly billing: () => Bill;
  readonly data: DataServices;
  readonly feedback: (given: unknown) => FeedbackAnswer;
};

function createHandlers(running: Running): Handlers {
  const { clock, machine, operations, health, outbox, states, faults, meter, data } = running;
  const { billing, feedback } = running;
  const { logs, motion, gateway } = machine;
  const services = byName({ ...data, states, lambda: openLambda(machine.invocations) });
  const front = createAwsFront({
    services,
    now: () => clock.now(),
    onCall: countOperations(operations),
    faults,
    authorize: (call) =>
      authorizeCall(call, {
        iam: machine.iam,
        roleArnOf: (name) => machine.functions.roleArnOf(name),
      }),
    crash: (sessionToken) => machine.functions.crash(sessionToken),
    onAnswer: meterCalls(meter, () => machine.functions.configs()),
  });
  const control = controlRoutes({
    ...{ clock, operations, outbox, logs, motion, billing, feedback, health: () => health },
    faults: { rules: faults.rules, services: [...services.keys()] },
    iam: () => reportIam(machine),
  });
  return {
    publicHttp: meterHttp(meter, (request) => gateway.handle(request)),
    aws(request, response) {
      if (request.url?.startsWith(controlPrefix)) void answerControl(request, response, control);
      else void front.handle(request, response);
    },
  };
}

function createCloud(running: Running & Pick<Cloud, 'outputs' | 'stop'>): Cloud {
  const { clock, machine, operations, health, outbox, states, faults, billing, data, feedback } = running;
  const { outputs, stop } = running;
  const { publicUrl, awsUrl, adminToken } = health;
  return {
    publicUrl,
    awsUrl,
    adminToken,
    clock,
    outputs,
    stop,
    drain: (timeoutMs = drainTimeoutMs) => machine.motion.drain(timeoutMs),
    advance: (durationMs) => machine.motion.advance(durationMs),
    invoke: (name, event) => machine.functions.invoke(name, JSON.stringify(event)),
    retire: (functionName) => machine.functions.retire(functionName),
    logs: (functionName) => machine.logs.lines(functionName),
    operations: () => operations.counts(),
    iam: () => reportIam(machine),
    messages: (filter) => outbox.messages(filter),
    transitions: () => states.transitions(),
    billing,
    faults,
    deadLetters: (queue) =>
      data.queues
        .queue(queue)
        .messages()
        .map(({ body }) => body),
    feedback,
    setSources(sources) {
      health.sources = sources;
      health.status = 'ready';
    },
  };
}

function openMachineStates(machine: Machine, clock: Clock, dataDir: string | undefined): States {
  return openStates({
    clock,
    dataDir,
    work: machine.work,
    invoke: machine.invoke.forMachine,
    onStatus: (event) => machine.events.put(event),
  });
}
