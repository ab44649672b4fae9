import type { Meter } from '../billing/meter.ts';
import { meterFunctions } from '../billing/metering.ts';
import { meterDelivery, meterPolls } from '../billing/service-metering.ts';
import type { Clock } from '../clock.ts';
import { denialOfDelivery } from '../iam/denial-of-delivery.ts';
import { createIam, type DenialListener, type Iam } from '../iam/iam.ts';
import { type PermittedInvoke, permittedInvoke } from '../iam/permitted-invoke.ts';
import { permittedLogs } from '../iam/permitted-logs.ts';
import type { Database } from '../protocols/database.ts';
import { DeliveryStream } from '../services/firehose/delivery-stream.ts';
import type { LambdaPorts } from '../services/lambda/lambda.ts';
import type { Queues } from '../services/queues/queues.ts';
import { createGateway, type PublicGateway } from './deployment/gateway.ts';
import type { LocalServices, Stores } from './deployment/local-services.ts';
import { realBackOff } from './failures/back-off.ts';
import { createDestinations } from './failures/destinations.ts';
import type { Tokens } from './http/authorizer.ts';
import { invokeAsync } from './lambda/async-invoke.ts';
import { Functions } from './lambda/functions.ts';
import { createLogs, type Logs } from './lambda/logs.ts';
import { followClock } from './lambda/virtual-time.ts';
import { createCheckpoints } from './mappings/checkpoints.ts';
import { Mapping, type MappingPorts } from './mappings/mapping.ts';
import { QueueMapping } from './mappings/queue-mapping.ts';
import { createMotion, type Motion } from './motion.ts';
import { createAsyncQueue } from './rules/async-queue.ts';
import { createEventBus, type EventBus } from './rules/event-bus.ts';
import { createLastRuns } from './rules/last-runs.ts';
import { Rule } from './rules/rule.ts';
import type { Assembly } from './template/assembly.ts';
import { createWork, type Work } from './work.ts';

export type MachineOptions = {
  readonly assembly: Assembly;
  readonly clock: Clock;
  readonly stores: Stores;
  readonly queues: Queues;
  readonly putObject: (bucket: string, key: string, body: string | Buffer) => Promise<void>;
  readonly database: Database;
  readonly awsUrl: string;
  readonly publicUrl: string;
  readonly defaultConcurrency: number;
  /** The admin token and the scopes it holds, which are those that routes ask for. */
  readonly tokens: (scopes: readonly string[]) => Tokens;
  readonly meter: Meter;
  readonly onDenial?: DenialListener | undefined;
};

/** What resources are made of, but for the state machines, whose tasks call what runs here. */
export type MachineServices = Omit<LocalServices, 'createStateMachine'>;

/** Everything that runs: what the stack is deployed into, and what the control surface looks at. */
export type Machine = {
  readonly services: MachineServices;
  readonly functions: Functions;
  readonly invocations: LambdaPorts;
  readonly gateway: PublicGateway;
  readonly logs: Logs;
  readonly motion: Motion;
  readonly work: Work;
  readonly events: EventBus;
  readonly iam: Iam;
  readonly invoke: PermittedInvoke;
  /** Lets run by itself what was deployed, from where it was when it last stopped. */
  start(): Promise<void>;
  stop(): void;
};

export function createMachine(options: MachineOptions): Machine {
  const { clock } = options;
  const parts = createParts(options);
  const { asyncQueue, deliveries, events, functions, gateway, iam, invoke, logs, mappings } = parts;
  const { rules, starts, stopping, work } = parts;
  return {
    services: createServices(options, parts),
    functions,
    invocations: {
      configs: () => functions.configs(),
      invoke: (name, payload) => functions.invoke(name, payload),
      send: asyncQueue.send,
    },
    gateway,
    logs,
    motion: createMotion({ clock, work, mappings, deliveries, rules }),
    work,
    events,
    iam,
    invoke,
    async start() {
      asyncQueue.resume();
      for (const start of starts) start();
      for (const rule of rules) await rule.start();
    },
    stop() {
      stopping.abort();
      for (const each of [...mappings, ...deliveries, ...rules]) each.stop();
      functions.stop();
    },
  };
}

type Parts = ReturnType<typeof createParts>;

function createParts(options: MachineOptions) {
  const { awsUrl, clock, database, putObject, queues } = options;
  const now = () => clock.now();
  const work: Work = createWork();
  const meter = meterFunctions(options.meter);
  const logs = createLogs(now, meter);
  const iam = createIam(now, options.onDenial);
  const functions: Functions = new Functions({
    ...{ awsUrl, work, meter, time: followClock(clock) },
    logs: permittedLogs(logs, iam, (name) => functions.config(name)),
  });
  const invoke = permittedInvoke(iam, functions);
  const gateway = createGateway({
    now,
    invoke: invoke.forApi,
    tokens: () => options.tokens(gateway.scopes()),
    after,
  });
  const mappings: Pick<Mapping, 'flush' | 'stop'>[] = [];
  const deliveries: DeliveryStream[] = [];
  const rules: Rule[] = [];
  const starts: (() => void)[] = [];
  const stopping = new AbortController();
  const destinations = createDestinations({ putObject, queues });
  const { signal } = stopping;
  const async = { functions, destinations, now, backOff: realBackOff(signal), signal };
  const deliver = (arn: string, payload: string) => invokeAsync(arn, payload, async);
  const asyncQueue = createAsyncQueue({ database, work, deliver, signal });
  const sendByRule = (target: string, payload: string, ruleArn: string): void => {
    if (invoke.letsRuleIn(target, ruleArn)) asyncQueue.send(target, payload);
  };
  const events = createEventBus({ now, send: sendByRule });
  return {
    ...{ work, logs, functions, gateway, mappings, deliveries, rules, starts },
    ...{ stopping, destinations, asyncQueue, sendByRule, events, iam, invoke },
  };
}

function createServices(options: MachineOptions, parts: Parts): MachineServices {
  const { assembly, awsUrl, clock, database, publicUrl, defaultConcurrency, stores } = options;
  const { deliveries, events, functions, gateway, iam, mappings, rules, sendByRule, starts } = parts;
  const rulePorts = { clock, lastRuns: createLastRuns(database) };
  return {
    stackName: assembly.stackName,
    assetFolder: (key) => assembly.assetFolder(key),
    publicUrl,
    awsUrl,
    defaultConcurrency,
    stores,
    functions,
    gateway,
    iam,
    startMapping: (config, source) => {
      const ports = mappingPorts(options, parts, config.functionArn);
      starts.push(() => void mappings.push(new Mapping(config, source, ports)));
    },
    startQueueMapping: (config, queue) => {
      const meter = meterPolls(options.meter, queue.config.name);
      const ports = { ...mappingPorts(options, parts, config.functionArn), meter };
      starts.push(() => void mappings.push(new QueueMapping(config, queue, ports)));
    },
    startDelivery: (config, source) => {
      stores.createDelivery(config);
      const onRecord = meterDelivery(options.meter, config.name);
      const mayWrite = (key: string) => denialOfDelivery(iam, config, key) === undefined;
      const ports = { ...readerPorts(options, parts), putObject: options.putObject, onRecord, mayWrite };
      starts.push(() => void deliveries.push(new DeliveryStream(config, source, ports)));
    },
    startRule: (config) => {
      const send = (target: string, payload: string) => sendByRule(target, payload, config.arn);
      rules.push(new Rule(config, { ...rulePorts, send }));
    },
    addEventRule: (rule) => events.addRule(rule),
  };
}

function mappingPorts(options: MachineOptions, parts: Parts, functionArn: string): MappingPorts {
  const { functions, destinations } = parts;
  const invoke = (payload: string) => functions.invoke(functionArn, payload);
  return { ...readerPorts(options, parts), invoke, destinations };
}

function readerPorts(options: MachineOptions, parts: Parts): Omit<MappingPorts, 'invoke' | 'destinations'> {
  const { clock, database } = options;
  const { stopping, work } = parts;
  return {
    checkpoints: createCheckpoints(database),
    work,
    backOff: realBackOff(stopping.signal),
    signal: stopping.signal,
    now: () => clock.now(),
    startWindow: (delayMs, passed) => clock.setTimer(clock.now() + delayMs, passed),
  };
}

function after(delayMs: number, passed: () => void): () => void {
  const timeout = setTimeout(passed, delayMs);
  return () => clearTimeout(timeout);
}
