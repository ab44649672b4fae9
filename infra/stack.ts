import { DefaultStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import recommendedFeatureFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import type { Construct } from 'constructs';
import type { Ability } from './constructs/ability.ts';
import { HouseFunction } from './constructs/function.ts';
import { StreamConsumer } from './constructs/stream-consumer.ts';
import type { AbilityName, FunctionDefinition, Trigger } from './function-definition.ts';
import { type FunctionName, functions } from './functions.ts';
import { forgettingObjects } from './grants/forgetting-objects.ts';
import { Api } from './parts/api.ts';
import { Archive } from './parts/archive.ts';
import { Backfills } from './parts/backfills.ts';
import { Dashboard } from './parts/dashboard.ts';
import { Data, type StoreName } from './parts/data.ts';
import { Feedback } from './parts/feedback.ts';
import { Journeys } from './parts/journeys.ts';
import { Messaging } from './parts/messaging.ts';
import { DayRule } from './parts/rules/day-rule.ts';
import { ExecutionRule } from './parts/rules/execution-rule.ts';
import { MinuteRule } from './parts/rules/minute-rule.ts';
import type { Settings } from './settings.ts';

/** How templates are written, whether the CDK CLI runs the app or Node does. */
export const synthesisContext = {
  ...recommendedFeatureFlags,
  // lets errors and the local cloud name a resource by its construct
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

// an alarm of the API counts failed answers, and one of a rule what the function that it alone calls could not work through
const rungElsewhere: readonly Trigger['type'][] = ['http', 'day', 'execution-status'];

export interface TributaryStackProps {
  readonly settings: Settings;
  /** The folder of each function's bundle, by its name. */
  readonly bundleOf: (name: string) => string;
}

/** The whole of Tributary: its stores, its API, and the functions of the list with their triggers. */
export class TributaryStack extends Stack {
  private readonly settings: Settings;
  private readonly data: Data;
  private readonly api: Api;
  private readonly journeys: Journeys;
  private readonly backfills: Backfills;
  private readonly messaging: Messaging;
  private readonly archive: Archive;

  constructor(scope: Construct, id: string, { settings, bundleOf }: TributaryStackProps) {
    super(scope, id, {
      stackName: `tributary-${settings.stage}`,
      description: 'Tributary: a customer data platform',
      // the CLI compares the version anyway, and the template stays free of a parameter
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    this.settings = settings;
    this.data = new Data(this, 'Data', settings);
    this.api = new Api(this, 'Api', settings);
    const made = mapValues(functions, (definition, name) => this.make(name, definition, bundleOf(name)));
    this.journeys = new Journeys(this, 'Journeys', {
      stage: settings.stage,
      decideStep: made['decide-step'],
      sendMessage: made['send-message'],
    });
    this.backfills = new Backfills(this, 'Backfills', {
      stage: settings.stage,
      wakeProfiles: made['wake-profiles'],
    });
    this.messaging = new Messaging(this, 'Messaging', settings);
    this.archive = new Archive(this, 'Archive', {
      source: this.data.eventStream,
      dev: settings.dev,
      alarmTopicArn: settings.alarmTopic,
    });
    const abilities = this.abilities();
    for (const [name, definition] of Object.entries<FunctionDefinition>(functions)) {
      // made has the names of the list
      this.connect(made[name as FunctionName], definition, abilities);
    }
    new Dashboard(this, 'Dashboard', {
      stage: settings.stage,
      data: this.data,
      archive: this.archive,
      messaging: this.messaging,
      functions: Object.values(made),
    });
    Tags.of(this).add('application', 'tributary');
    Tags.of(this).add('stage', settings.stage);
  }

  private make(name: string, definition: FunctionDefinition, bundle: string): HouseFunction {
    const { stage, alarmTopic: alarmTopicArn } = this.settings;
    const ringsItself =
      !rungElsewhere.includes(definition.trigger.type) || definition.ringsForLoggedErrors === true;
    const props = { ...definition, name, stage, bundle, alarmTopicArn, ringsItself };
    return new HouseFunction(this, pascalCase(name), props);
  }

  private abilities(): Record<AbilityName, Ability> {
    const { messaging, data, archive } = this;
    return {
      publishJourneys: this.journeys.publishing,
      runJourneys: this.journeys.running,
      sendEmail: messaging.email,
      sendSms: messaging.sms,
      sendPush: messaging.push,
      stopJourneys: this.journeys.stopping,
      startBackfills: this.backfills.starting,
      explainBackfills: this.backfills.explaining,
      forgetObjects: forgettingObjects({
        archive: archive.bucket,
        failures: data.failedPayloads.bucket,
        exports: data.exports.bucket,
      }),
      linkToApi: { variables: { PUBLIC_URL: this.api.url }, statements: [] },
    };
  }

  private connect(
    made: HouseFunction,
    { reads, writes, may = [], trigger }: FunctionDefinition,
    abilities: Record<AbilityName, Ability>,
  ): void {
    for (const [store, actions] of grants(reads)) made.reads(this.data[store], actions);
    for (const [store, actions] of grants(writes)) made.writes(this.data[store], actions);
    for (const ability of may) made.may(abilities[ability]);
    this.attach(made, trigger);
  }

  private attach(made: HouseFunction, trigger: Trigger): void {
    switch (trigger.type) {
      case 'http':
        this.api.serve(made, trigger.routes);
        break;
      case 'stream':
        this.consume(made, trigger);
        break;
      case 'queue': {
        const { configurationSet } = this.messaging;
        new Feedback(this, 'Feedback', { consumer: made, configurationSet });
        break;
      }
      case 'minute':
        new MinuteRule(made, 'MinuteRule', { target: made, due: this.data[trigger.due] });
        break;
      case 'day':
        new DayRule(made, 'DayRule', { target: made });
        break;
      case 'execution-status':
        new ExecutionRule(made, 'ExecutionRule', {
          target: made,
          statuses: trigger.statuses,
          machinePrefix: this.journeys.machinePrefix,
        });
        break;
      case 'task':
        // the role of the state machines names the functions of their steps
        break;
    }
  }

  private consume(consumer: HouseFunction, trigger: Extract<Trigger, { type: 'stream' }>): void {
    new StreamConsumer(consumer, 'Stream', {
      consumer,
      source: this.data.streams[trigger.of],
      failures: this.data.failedPayloads,
      batchWindowSeconds: this.settings.batchWindow,
      filter: trigger.filter,
      keepsTrying: trigger.keepsTrying,
      isBusy: trigger.of === 'eventStream' || trigger.of === 'profiles',
    });
  }
}

function grants<Action>(
  uses: Readonly<Partial<Record<StoreName, readonly Action[]>>>,
): [StoreName, readonly Action[]][] {
  // Object.entries forgets the key type; the record's keys are store names
  return Object.entries(uses) as [StoreName, readonly Action[]][];
}

function mapValues<Key extends string, Value, Result>(
  record: Readonly<Record<Key, Value>>,
  result: (value: Value, key: Key) => Result,
): Record<Key, Result> {
  // the keys of the record are kept
  return Object.fromEntries(
    Object.entries<Value>(record).map(([key, value]) => [key, result(value, key as Key)]),
  ) as Record<Key, Result>;
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
