import type { Iam } from '../../iam/iam.ts';
import type { DeliveryConfig } from '../../services/firehose/delivery-stream.ts';
import type { EventDestinations } from '../../services/messages/event-destinations.ts';
import type { Topics } from '../../services/messages/topics.ts';
import type { Queue } from '../../services/queues/queue.ts';
import type { Queues } from '../../services/queues/queues.ts';
import type { DeployedMachine } from '../../states/operations/state-machines.ts';
import type { HttpApi, Integration } from '../http/http-api.ts';
import type { Functions } from '../lambda/functions.ts';
import type { MappingConfig } from '../mappings/mapping-config.ts';
import type { QueueMappingConfig } from '../mappings/queue-mapping.ts';
import type { StreamSource } from '../mappings/stream-source.ts';
import type { EventRule } from '../rules/event-bus.ts';
import type { RuleConfig } from '../rules/rule.ts';
import type { JsonObject } from '../template/json.ts';

export type Created = { readonly arn: string };

/** What resources are made of: each part of the local cloud that keeps or runs something. */
export type LocalServices = {
  readonly stackName: string;
  readonly publicUrl: string;
  readonly awsUrl: string;
  /** How many environments a function without reserved concurrency may have. */
  readonly defaultConcurrency: number;
  assetFolder(key: string): string | undefined;
  readonly stores: Stores;
  readonly functions: Functions;
  readonly gateway: Gateway;
  readonly iam: Iam;
  startMapping(config: MappingConfig, source: StreamSource): void;
  startQueueMapping(config: QueueMappingConfig, queue: Queue): void;
  startDelivery(config: DeliveryConfig, source: StreamSource): void;
  startRule(config: RuleConfig): void;
  addEventRule(rule: EventRule): void;
  createStateMachine(machine: DeployedMachine): void;
};

/** The data services; each call brings an existing resource up to date, so that a restart deploys again. */
export type Stores = {
  createTable(
    name: string,
    properties: JsonObject,
  ): Promise<Created & { readonly streamArn: string | undefined }>;
  createStream(name: string, properties: JsonObject): Promise<Created>;
  createBucket(name: string): Promise<void>;
  createSecret(name: string, properties: JsonObject): Promise<Created>;
  readonly queues: Pick<Queues, 'create' | 'queue'>;
  createDelivery(config: DeliveryConfig): void;
  readonly topics: Topics;
  readonly emailEvents: EventDestinations;
  /** The stream of a Kinesis stream or a DynamoDB table by its ARN. */
  source(arn: string): StreamSource;
  partitionKeys(table: string, attribute: string): Promise<readonly string[]>;
};

/** The one HTTP API and the parts it is put together from, by the ids the template refers to. */
export type Gateway = {
  createApi(id: string): HttpApi;
  api(id: string): HttpApi;
  readonly integrations: Map<string, Integration>;
  readonly issuers: Map<string, string>;
};
