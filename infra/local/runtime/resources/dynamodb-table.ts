import type { LocalServices } from '../deployment/local-services.ts';
import {
  type Deployed,
  deployed,
  physicalName,
  type Resource,
  type ResourceType,
} from '../deployment/resource-type.ts';
import { UnsupportedError } from '../template/unsupported.ts';

const protection = {
  ContributorInsightsSpecification: 'accepted',
  DeletionProtectionEnabled: 'accepted',
  PointInTimeRecoverySpecification: 'accepted',
  SSESpecification: 'accepted',
  TableClass: 'accepted',
  Tags: 'accepted',
} as const;

const structure = {
  TableName: 'used',
  AttributeDefinitions: [{ AttributeName: 'used', AttributeType: 'used' }],
  KeySchema: [{ AttributeName: 'used', KeyType: 'used' }],
  BillingMode: 'used',
  GlobalSecondaryIndexes: 'used',
  LocalSecondaryIndexes: 'used',
  StreamSpecification: { StreamViewType: 'used' },
  TimeToLiveSpecification: { AttributeName: 'used', Enabled: 'used' },
} as const;

/** AWS::DynamoDB::Table */
export const dynamoDbTable: ResourceType = {
  shape: { ...structure, ...protection, ProvisionedThroughput: 'used' },
  deploy: createTable,
};

/** AWS::DynamoDB::GlobalTable with one replica, which is what CDK's TableV2 makes of a plain table. */
export const dynamoDbGlobalTable: ResourceType = {
  shape: {
    ...structure,
    Replicas: [{ Region: 'used', ...protection }],
    SSESpecification: 'accepted',
    WriteOnDemandThroughputSettings: 'accepted',
  },
  deploy(resource, services) {
    const { properties, path } = resource;
    if (properties.list('Replicas').length > 1) throw new UnsupportedError('second replica of a table', path);
    return createTable(resource, services);
  },
};

async function createTable(resource: Resource, services: LocalServices): Promise<Deployed> {
  const name = physicalName(resource, 'TableName', services);
  const { arn, streamArn } = await services.stores.createTable(name, resource.properties.all());
  return deployed(name, { Arn: arn, ...(streamArn === undefined ? {} : { StreamArn: streamArn }) });
}
