import { DefaultStackSynthesizer, Stack, Tags } from 'aws-cdk-lib';
import recommendedFeatureFlags from 'aws-cdk-lib/recommended-feature-flags.json' with { type: 'json' };
import type { Construct } from 'constructs';
import { HouseFunction } from './constructs/function.ts';
import { StreamConsumer } from './constructs/stream-consumer.ts';
import { type FunctionDefinition, functions, type Trigger } from './functions.ts';
import { Api } from './parts/api.ts';
import { Data, type StoreName } from './parts/data.ts';
import { MinuteRule } from './parts/minute-rule.ts';
import type { Settings } from './settings.ts';

/** How templates are written, whether the CDK CLI runs the app or Node does. */
export const synthesisContext = {
  ...recommendedFeatureFlags,
  // lets errors and the local cloud name a resource by its construct
  'aws:cdk:enable-path-metadata': true,
  'aws:cdk:enable-asset-metadata': true,
};

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

  constructor(scope: Construct, id: string, props: TributaryStackProps) {
    super(scope, id, {
      stackName: `tributary-${props.settings.stage}`,
      description: 'Tributary: a customer data platform',
      // the CLI compares the version anyway, and the template stays free of a parameter
      synthesizer: new DefaultStackSynthesizer({ generateBootstrapVersionRule: false }),
    });
    this.settings = props.settings;
    this.data = new Data(this, 'Data', props.settings);
    this.api = new Api(this, 'Api', props.settings);
    for (const [name, definition] of Object.entries<FunctionDefinition>(functions)) {
      this.addFunction(name, definition, props.bundleOf(name));
    }
    Tags.of(this).add('application', 'tributary');
    Tags.of(this).add('stage', props.settings.stage);
  }

  private addFunction(name: string, definition: FunctionDefinition, bundle: string): void {
    const { purpose, errorImpact, memorySizeMegabytes, timeoutSeconds } = definition;
    const { stage, alarmTopic: alarmTopicArn } = this.settings;
    const props = { name, stage, bundle, purpose, errorImpact, memorySizeMegabytes, timeoutSeconds };
    const made = new HouseFunction(this, pascalCase(name), { ...props, alarmTopicArn });
    for (const [store, actions] of grants(definition.reads)) made.reads(this.data[store], actions);
    for (const [store, actions] of grants(definition.writes)) made.writes(this.data[store], actions);
    this.attach(made, definition.trigger);
  }

  private attach(made: HouseFunction, trigger: Trigger): void {
    switch (trigger.type) {
      case 'http':
        this.api.serve(made, trigger.routes);
        break;
      case 'stream':
        this.consume(made, trigger);
        break;
      case 'minute':
        new MinuteRule(made, 'MinuteRule', { target: made, due: this.data[trigger.due] });
    }
  }

  private consume(consumer: HouseFunction, trigger: Extract<Trigger, { type: 'stream' }>): void {
    new StreamConsumer(consumer, 'Stream', {
      consumer,
      source: this.data.streams[trigger.of],
      failures: this.data.failedPayloads,
      batchWindowSeconds: this.settings.batchWindow,
      filter: trigger.filter,
    });
  }
}

function grants<Action>(
  uses: Readonly<Partial<Record<StoreName, readonly Action[]>>>,
): [StoreName, readonly Action[]][] {
  // Object.entries forgets the key type; the record's keys are store names
  return Object.entries(uses) as [StoreName, readonly Action[]][];
}

function pascalCase(name: string): string {
  return name.replace(/(^|-)([a-z])/g, (_match, _dash, letter: string) => letter.toUpperCase());
}
