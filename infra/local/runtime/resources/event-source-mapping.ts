import { createHash } from 'node:crypto';
import { destinationNeeds, sourceNeeds } from '../../iam/actions-of/lambda-on-behalf.ts';
import { requireAllowed } from '../../iam/require-allowed.ts';
import type { LocalServices } from '../deployment/local-services.ts';
import type { Properties } from '../deployment/properties.ts';
import { arn, deployed, type Resource, type ResourceType } from '../deployment/resource-type.ts';
import { checkShape } from '../deployment/shape.ts';
import { isBucket, isQueue } from '../failures/destinations.ts';
import type { MappingConfig } from '../mappings/mapping-config.ts';
import { UnsupportedError } from '../template/unsupported.ts';

const shape = {
  BatchSize: 'used',
  EventSourceArn: 'used',
  FunctionName: 'used',
  FunctionResponseTypes: 'used',
  MaximumBatchingWindowInSeconds: 'used',
  Tags: 'accepted',
} as const;
const queueShape = { ...shape, ScalingConfig: { MaximumConcurrency: 'used' } } as const;
const streamShape = {
  ...shape,
  BisectBatchOnFunctionError: 'used',
  DestinationConfig: { OnFailure: { Destination: 'used' } },
  FilterCriteria: { Filters: [{ Pattern: 'used' }] },
  MaximumRecordAgeInSeconds: 'used',
  MaximumRetryAttempts: 'used',
  ParallelizationFactor: 'used',
  StartingPosition: 'used',
} as const;

/** AWS::Lambda::EventSourceMapping of a Kinesis stream, a DynamoDB stream or an SQS queue. */
export const eventSourceMapping: ResourceType = {
  shape: { ...queueShape, ...streamShape },
  deploy(resource, services) {
    const id = mappingId(resource.logicalId);
    if (isQueue(resource.properties.text('EventSourceArn'))) startQueueMapping(resource, services);
    else startStreamMapping(resource, services);
    return deployed(id, { Id: id, EventSourceMappingArn: arn('lambda', `event-source-mapping:${id}`) });
  },
};

function startQueueMapping({ path, properties, type }: Resource, services: LocalServices): void {
  // the others are for streams
  checkShape(properties.all(), queueShape, { type: `${type} of a queue`, path });
  const config = {
    path,
    functionArn: services.functions.config(properties.text('FunctionName')).arn,
    // Lambda's own defaults; it begins with five pollers
    batchSize: properties.number('BatchSize', 10),
    batchingWindowSeconds: properties.number('MaximumBatchingWindowInSeconds', 0),
    reportsItemFailures: reportsItemFailures(properties),
    maximumConcurrency: properties.object('ScalingConfig').number('MaximumConcurrency', 5),
  };
  const queue = services.stores.queues.queue(properties.text('EventSourceArn'));
  requireAllowed(config.functionArn, sourceNeeds(queue.config.arn), { services, path });
  services.startQueueMapping(config, queue);
}

function startStreamMapping(resource: Resource, services: LocalServices): void {
  checkShape(resource.properties.all(), streamShape, {
    type: `${resource.type} of a stream`,
    path: resource.path,
  });
  const config = mappingConfig(resource, services);
  const needs = [...sourceNeeds(config.sourceArn), ...destinationNeeds(config.onFailureArn)];
  requireAllowed(config.functionArn, needs, { services, path: config.path });
  services.startMapping(config, services.stores.source(config.sourceArn));
}

function mappingConfig({ logicalId, path, properties }: Resource, services: LocalServices): MappingConfig {
  properties.allow('StartingPosition', ['TRIM_HORIZON']);
  return {
    id: mappingId(logicalId),
    path,
    functionArn: services.functions.config(properties.text('FunctionName')).arn,
    sourceArn: sourceArn(properties),
    // Lambda's own defaults
    batchSize: properties.number('BatchSize', 100),
    batchingWindowSeconds: properties.number('MaximumBatchingWindowInSeconds', 0),
    parallelizationFactor: properties.number('ParallelizationFactor', 1),
    reportsItemFailures: reportsItemFailures(properties),
    bisectsOnError: properties.flag('BisectBatchOnFunctionError', false),
    maximumRetryAttempts: properties.number('MaximumRetryAttempts', -1),
    maximumRecordAgeSeconds: properties.number('MaximumRecordAgeInSeconds', -1),
    filterPatterns: properties
      .object('FilterCriteria')
      .objects('Filters')
      .map((filter) => filter.text('Pattern')),
    onFailureArn: onFailureArn(properties),
  };
}

function reportsItemFailures(properties: Properties): boolean {
  return properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures');
}

function sourceArn(properties: Properties): string {
  const given = properties.text('EventSourceArn');
  if (/^arn:aws:(kinesis|dynamodb):/.test(given)) return given;
  throw new UnsupportedError(
    `event source "${given}" (supported: Kinesis, DynamoDB streams, SQS)`,
    properties.path,
  );
}

function onFailureArn(properties: Properties): string | undefined {
  const given = properties.object('DestinationConfig').object('OnFailure').optionalText('Destination');
  if (given === undefined || isBucket(given) || isQueue(given)) return given;
  throw new UnsupportedError(`on-failure destination "${given}" (supported: S3, SQS)`, properties.path);
}

// stable, as checkpoints are kept under it
function mappingId(logicalId: string): string {
  const hex = createHash('sha256').update(logicalId).digest('hex');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})(.{12}).*$/, '$1-$2-$3-$4-$5');
}
