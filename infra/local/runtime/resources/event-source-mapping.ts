import { createHash } from 'node:crypto';
import { destinationNeeds, sourceNeeds } from '../../iam/actions-of/lambda-on-behalf.ts';
import { requireAllowed } from '../../iam/require-allowed.ts';
import type { LocalServices } from '../deployment/local-services.ts';
import type { Properties } from '../deployment/properties.ts';
import { arn, deployed, type Resource, type ResourceType } from '../deployment/resource-type.ts';
import { isBucket, isQueue } from '../failures/destinations.ts';
import type { MappingConfig } from '../mappings/mapping-config.ts';
import { UnsupportedError } from '../template/unsupported.ts';

/** AWS::Lambda::EventSourceMapping of a Kinesis stream or a DynamoDB stream. */
export const eventSourceMapping: ResourceType = {
  shape: {
    BatchSize: 'used',
    BisectBatchOnFunctionError: 'used',
    DestinationConfig: { OnFailure: { Destination: 'used' } },
    EventSourceArn: 'used',
    FilterCriteria: { Filters: [{ Pattern: 'used' }] },
    FunctionName: 'used',
    FunctionResponseTypes: 'used',
    MaximumBatchingWindowInSeconds: 'used',
    MaximumRecordAgeInSeconds: 'used',
    MaximumRetryAttempts: 'used',
    ParallelizationFactor: 'used',
    StartingPosition: 'used',
    Tags: 'accepted',
  },
  deploy(resource, services) {
    const config = mappingConfig(resource, services);
    const needs = [...sourceNeeds(config.sourceArn), ...destinationNeeds(config.onFailureArn)];
    requireAllowed(config.functionArn, needs, { services, path: config.path });
    services.startMapping(config, services.stores.source(config.sourceArn));
    const mappingArn = arn('lambda', `event-source-mapping:${config.id}`);
    return deployed(config.id, { Id: config.id, EventSourceMappingArn: mappingArn });
  },
};

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
    reportsItemFailures: properties.texts('FunctionResponseTypes').includes('ReportBatchItemFailures'),
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

function sourceArn(properties: Properties): string {
  const given = properties.text('EventSourceArn');
  if (/^arn:aws:(kinesis|dynamodb):/.test(given)) return given;
  throw new UnsupportedError(
    `event source "${given}" (supported: Kinesis, DynamoDB streams)`,
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
