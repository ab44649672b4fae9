import { deployed, physicalName, type ResourceType } from '../deployment/resource-type.ts';

/** AWS::Kinesis::Stream */
export const kinesisStream: ResourceType = {
  shape: {
    Name: 'used',
    ShardCount: 'used',
    StreamModeDetails: { StreamMode: 'used' },
    RetentionPeriodHours: 'used',
    StreamEncryption: 'accepted',
    DesiredShardLevelMetrics: 'accepted',
    Tags: 'accepted',
  },
  async deploy(resource, services) {
    const name = physicalName(resource, 'Name', services);
    const { arn } = await services.stores.createStream(name, resource.properties.all());
    return deployed(name, { Arn: arn });
  },
};
